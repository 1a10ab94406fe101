// Says words to screen readers, once typing or clicking has paused.
export function announcer(pause = 1000) {
  const region = document.createElement("p");
  region.className = "usa-sr-only";
  region.setAttribute("role", "status");
  document.body.append(region);
  let waiting;
  return (words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      region.textContent = words;
    }, pause);
  };
}
