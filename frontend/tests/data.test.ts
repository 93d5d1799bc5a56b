import { describe, expect, it, vi } from 'vitest';
import { address, Api, DataError, statusOf } from '../src/lib/data';

const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

describe('requests', () => {
  it('carry the year, or leave it out', () => {
    expect(address('/api/v1', '/map/arcs', '1990')).toBe('/api/v1/map/arcs?as_of=1990');
    expect(address('/api/v1', '/map/arcs', '')).toBe('/api/v1/map/arcs');
    expect(address('/api/v1', '/map/arcs', '1990', 'role=donor')).toBe('/api/v1/map/arcs?as_of=1990&role=donor');
    expect(address('/api/v1', '/map/arcs', '', 'role=donor')).toBe('/api/v1/map/arcs?role=donor');
    expect(address('', '/x', '1990&y=1')).toBe('/x?as_of=1990%26y%3D1');
  });

  it('remember answers, forget the oldest, and never remember a failure', async () => {
    const fetcher = vi.fn((_: string) => Promise.resolve(answer({ ok: true })));
    const api = new Api('/api', fetcher as unknown as typeof fetch, 2);
    await api.get('/a');
    await api.get('/a');
    expect(fetcher).toHaveBeenCalledTimes(1);
    await api.get('/b');
    await api.get('/c');
    await api.get('/a');
    expect(fetcher).toHaveBeenCalledTimes(4);
    fetcher.mockImplementationOnce(() => Promise.resolve(answer({}, 500)));
    await expect(api.get('/d')).rejects.toBeInstanceOf(DataError);
    await expect(api.get('/d')).resolves.toEqual({ ok: true });
  });

  it('asks for what fits the choice of the page', async () => {
    const asked: string[] = [];
    const fetcher = (url: string) => {
      asked.push(url);
      return Promise.resolve(new Response('[]'));
    };
    const api = new Api('/api', fetcher as unknown as typeof fetch, 4, 'function=lobbying');
    await Promise.all([api.countries('1990'), api.cities('1990'), api.arcs('1990'), api.ties('gn:1', '')]);
    expect(asked).toEqual([
      '/api/map/countries?as_of=1990&function=lobbying',
      '/api/map/cities?as_of=1990&function=lobbying',
      '/api/map/arcs?as_of=1990&function=lobbying',
      '/api/cities/gn%3A1/ties?function=lobbying',
    ]);
  });

  it('escape the id of a city', async () => {
    const fetcher = vi.fn((_: string) => Promise.resolve(answer([])));
    await new Api('/api', fetcher as unknown as typeof fetch).ties('gn:1/../<script>', '1990');
    expect(fetcher.mock.calls[0]?.[0]).toBe('/api/cities/gn%3A1%2F..%2F%3Cscript%3E/ties?as_of=1990');
  });

  it('say in plain words what went wrong', async () => {
    const broken = new Api('', (() => Promise.reject(new TypeError('x'))) as unknown as typeof fetch);
    await expect(broken.get('/a')).rejects.toThrow(/could not reach the server/);
    const html = new Api('', (() => Promise.resolve(new Response('<html>'))) as unknown as typeof fetch);
    await expect(html.get('/a')).rejects.toThrow(/not map data/);
  });
});

describe('statuses of arcs', () => {
  it('may be text or codes', () => {
    const arcs = { as_of: 1, a: [0], b: [1] };
    expect(statusOf({ ...arcs, status: ['ended'] }, 0)).toBe('ended');
    expect(statusOf({ ...arcs, status: [1], codes: ['active', 'ended'] }, 0)).toBe('ended');
    expect(statusOf({ ...arcs, status: [9], codes: ['active'] }, 0)).toBeNull();
    expect(statusOf({ ...arcs, status: [] }, 0)).toBeNull();
  });
});
