// Keeps the number on the start page that of the place chosen. Where the page was sent before the time zone was known, it
// asks once more which place fits. Without this file the number changes with the next page.
"use strict";
(() => {
  const select = document.getElementById("profile");
  const guessed = document.getElementById("guessed");
  const unknown = document.getElementById("numbers-to-try");
  const again = select.dataset.askAgain;

  const link = (number) => {
    const made = document.createElement("a");
    made.className = "tel";
    made.href = `tel:${number}`;
    made.textContent = number;
    return made;
  };
  const show = () => {
    const number = select.selectedOptions[0].dataset.call;
    for (const place of document.querySelectorAll("[data-numbers]")) {
      place.replaceChildren(number ? link(number) : unknown.content.cloneNode(true));
    }
  };
  const ask = async () => {
    const before = select.value;
    const page = new DOMParser().parseFromString(await (await fetch(again)).text(), "text/html");
    const fitting = page.getElementById("profile");
    if (!fitting || select.value !== before || fitting.value === before) return;
    select.value = fitting.value;
    guessed.hidden = page.getElementById("guessed").hidden;
    show();
  };

  select.addEventListener("change", () => {
    guessed.hidden = true;
    show();
  });
  addEventListener("pageshow", show);
  if (again && document.cookie.includes("midback_zone=")) ask().catch(() => {});
})();
