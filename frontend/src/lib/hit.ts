/** Which city is under the pointer: a grid over the sheet, so that an answer costs microseconds. */

/** Points in a uniform grid; `nearest` looks only into the cells within reach. */
export class PointGrid {
  private readonly cells = new Map<number, number[]>();

  constructor(
    private readonly xs: ArrayLike<number>,
    private readonly ys: ArrayLike<number>,
    members: Iterable<number>,
    private readonly cell: number,
  ) {
    for (const index of members) {
      const key = this.key(this.column(xs[index] ?? NaN), this.column(ys[index] ?? NaN));
      const list = this.cells.get(key);
      if (list) list.push(index);
      else this.cells.set(key, [index]);
    }
  }

  /**
   * The member nearest to a point, within `radius` (same units as the points); -1 when there is none.
   *
   * `reach` may give a member an edge: the radius of its dot, so that a large dot is hit on its rim.
   */
  nearest(x: number, y: number, radius: number, reach: (index: number) => number = () => 0): number {
    let best = -1;
    let least = radius;
    for (let column = this.column(x - radius); column <= this.column(x + radius); column += 1) {
      for (let row = this.column(y - radius); row <= this.column(y + radius); row += 1) {
        for (const index of this.cells.get(this.key(column, row)) ?? []) {
          const distance = Math.hypot((this.xs[index] ?? NaN) - x, (this.ys[index] ?? NaN) - y) - reach(index);
          // Of two equally near the earlier wins: one answer, always the same.
          if (distance < least || (distance === least && best > index)) {
            best = index;
            least = distance;
          }
        }
      }
    }
    return best;
  }

  private column(value: number): number {
    return Math.floor(value / this.cell);
  }

  private key(column: number, row: number): number {
    return row * 1_000_003 + column;
  }
}
