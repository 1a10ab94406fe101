// The summary of a refused form takes the focus, so that it is read first.
export function focusErrors() {
  const summary = document.querySelector(".error-summary");
  if (!summary) return;
  summary.setAttribute("tabindex", "-1");
  summary.focus();
}
