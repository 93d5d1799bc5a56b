// The page of a long run looks again by itself without this script; with it, the page stays and is told how far the run is.
"use strict";
{
  const box = document.getElementById("run");
  const bar = document.getElementById("run-progress");
  const words = document.getElementById("run-words");
  const said = document.getElementById("run-said");
  const grouped = (number) => Math.round(number).toString().replace(/\B(?=(\d{3})+$)/g, "\u202f");
  let told = "nothing";

  const wordsOf = (run) => {
    if (run.state === "waiting") return `${run.ahead} ${run.ahead === 1 ? "run comes" : "runs come"} first.`;
    if (!run.total) return "It has just begun.";
    const seconds = run.seconds_left === null ? null : Math.floor(run.seconds_left + 1);
    const left = seconds === null ? "" : `; about ${grouped(seconds)} second${seconds === 1 ? "" : "s"} left`;
    return `${grouped(run.done)} of ${grouped(run.total)} steps done${left}.`;
  };

  const show = (run) => {
    words.textContent = wordsOf(run);
    if (run.total) {
      bar.max = run.total;
      bar.value = run.done;
    }
    // Those who hear the page are told that it began, of the first step and of every quarter, not of every step.
    const quarter = run.total ? Math.floor((4 * run.done) / run.total) : "begun";
    if (quarter !== told && run.state === "running") {
      told = quarter;
      said.textContent = words.textContent;
    }
  };

  const look = async () => {
    try {
      const answer = await fetch(box.dataset.run, { cache: "no-store" });
      const run = await answer.json();
      if (answer.ok && ["waiting", "running"].includes(run.state)) {
        show(run);
      } else {
        location.reload();
        return;
      }
    } catch {
      words.textContent = "The server does not answer; this page tries again.";
    }
    setTimeout(look, 1000);
  };

  if (box && bar && words && said) setTimeout(look, 700);
}
