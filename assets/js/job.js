// <div data-job data-job-state="running" data-job-percent="21" data-job-words="412 of 1,932">
// The page is asked for again every few seconds and this part is replaced; one
// announcement per ten percent and one at the end. With scripts off, the page
// refreshes itself through a <noscript> meta element.
import { announcer } from "./announce.js";

const EVERY = 3000;

export function watchJob() {
  const job = document.querySelector("[data-job]");
  if (job?.dataset.jobState !== "running") return;
  const announce = announcer(0);
  let said = tenth(job);

  const look = async () => {
    const fresh = await ask();
    if (!fresh) return setTimeout(look, EVERY * 3);
    const held = job.contains(document.activeElement);
    if (!held) job.replaceChildren(...fresh.childNodes);
    Object.assign(job.dataset, fresh.dataset);
    const ended = job.dataset.jobState !== "running";
    if (ended || tenth(job) > said) announce(job.dataset.jobWords);
    said = tenth(job);
    // A finished job offers other buttons: show the page as the server has it.
    if (ended && held) location.reload();
    if (!ended) setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}

const tenth = (job) => Math.floor(Number(job.dataset.jobPercent || 0) / 10);

async function ask() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-job]");
  } catch {
    return null;
  }
}
