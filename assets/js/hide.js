// <button type="button" data-hides="code" data-hidden-words="Hidden." hidden>
// Takes the words out of the page, not only out of sight: who looks over a
// shoulder later, or into the page, finds nothing.
export function hideOnRequest() {
  for (const button of document.querySelectorAll("[data-hides]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const secret = document.getElementById(button.dataset.hides);
      secret.textContent = button.dataset.hiddenWords;
      secret.setAttribute("tabindex", "-1");
      secret.focus();
      button.remove();
    });
  }
}
