// <p id="text-count" data-count-for="text" data-count-max="20000"
//    data-left="{n} characters left" data-over="{n} characters too many">
//   Up to 20,000 characters.</p>
// The static sentence stays until typing begins; the box keeps what is too long.
import { announcer } from "./announce.js";

export function countCharacters() {
  const notes = document.querySelectorAll("[data-count-for]");
  if (!notes.length) return;
  const announce = announcer();
  for (const note of notes) {
    const box = document.getElementById(note.dataset.countFor);
    if (!box) continue;
    box.addEventListener("input", () => show(note, box, announce));
    if (box.value) show(note, box);
  }
}

function show(note, box, announce) {
  const left = Number(note.dataset.countMax) - [...box.value].length;
  const words = left < 0 ? note.dataset.over : note.dataset.left;
  const number = Math.abs(left).toLocaleString(document.documentElement.lang || undefined);
  note.textContent = words.replace("{n}", number);
  note.classList.toggle("character-count--over", left < 0);
  announce?.(note.textContent);
}
