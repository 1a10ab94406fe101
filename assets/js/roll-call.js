// <form data-roll-call data-seats="13"> … <input type="radio" name="vote-7"
//    value="yes" data-vote="yes"> … <p class="live-sum" role="status" data-live-sum>
//    <b data-count-of="yes">0</b> yes, <b data-count-of="no">0</b> no,
//    <b data-count-all>0</b> of 13</p></form>
// Inputs of type number with data-vote add their value. The server adds up again.
export function sumRollCall() {
  for (const form of document.querySelectorAll("[data-roll-call]")) {
    const show = () => showSum(form);
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(show));
    show();
  }
}

function showSum(form) {
  const counts = {};
  let all = 0;
  for (const control of form.querySelectorAll("[data-vote]")) {
    const votes = votesOf(control);
    counts[control.dataset.vote] = (counts[control.dataset.vote] ?? 0) + votes;
    all += votes;
  }
  for (const place of form.querySelectorAll("[data-count-of]")) {
    put(place, counts[place.dataset.countOf] ?? 0);
  }
  for (const place of form.querySelectorAll("[data-count-all]")) put(place, all);
  const line = form.querySelector("[data-live-sum]");
  line?.classList.toggle("live-sum--off", all !== Number(form.dataset.seats));
}

function votesOf(control) {
  if (control.matches("[type=radio], [type=checkbox]")) return control.checked ? 1 : 0;
  return Number(control.value) || 0;
}

// Only what changed is written, so that a screen reader hears only that.
function put(place, number) {
  if (place.textContent !== String(number)) place.textContent = String(number);
}
