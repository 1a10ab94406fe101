// <form method="post" data-sending="Sending… keep this page open">
// Buttons rest after the first press. The server accepts a doubled submission
// as one anyway; this only saves the reader from wondering.
export function sendOnce() {
  for (const form of document.querySelectorAll("form[data-sending]")) {
    form.addEventListener("submit", () => setTimeout(() => rest(form)));
  }
  // Back from the next page: the browser shows the old page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sending]")) wake(form);
  });
}

const buttons = (form) => [...form.elements].filter((control) => control.type === "submit");

function rest(form) {
  for (const button of buttons(form)) button.disabled = true;
  const words = document.createElement("p");
  words.className = "sending";
  words.setAttribute("role", "status");
  const place = buttons(form).at(-1);
  if (place) place.after(words);
  else form.append(words);
  words.textContent = form.dataset.sending;
}

function wake(form) {
  for (const button of buttons(form)) button.disabled = false;
  form.querySelector(".sending")?.remove();
}
