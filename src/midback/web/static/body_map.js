/* Makes the places in the picture clickable, draws the arrows, and says aloud what was chosen. The list works without it. */
"use strict";
(() => {
  const map = document.querySelector(".map");
  const form = map && map.closest("form");
  if (!form) return;
  const said = document.getElementById("map-said");
  const box = (kind, place) => document.getElementById(`${kind}-${place}`);
  const named = (place) => box("name", place).textContent.trim();

  const middle = (svg, place) => {
    const dot = svg.querySelector(`circle.worst-${place}`);
    return dot && { x: dot.cx.baseVal.value, y: dot.cy.baseVal.value };
  };

  /* From near the middle of the worst place to near the middle of another, a little bent. */
  const arrow = (from, to) => {
    const dx = to.x - from.x, dy = to.y - from.y, far = Math.hypot(dx, dy);
    const [ux, uy] = [dx / far, dy / far];
    const bend = Math.min(24, far / 5);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const [sx, sy, ex, ey] = [from.x + ux * 13, from.y + uy * 13, to.x - ux * 12, to.y - uy * 12];
    path.setAttribute("d", `M${sx} ${sy}Q${(sx + ex) / 2 - uy * bend} ${(sy + ey) / 2 + ux * bend} ${ex} ${ey}`);
    path.setAttribute("marker-end", "url(#map-arrow)");
    return path;
  };

  const drawArrows = () => {
    const worst = form.querySelector(".most:checked");
    const reached = [...form.querySelectorAll(".spread:checked")].map((one) => one.value);
    for (const svg of map.querySelectorAll("svg.body")) {
      const arrows = svg.querySelector(".arrows");
      arrows.replaceChildren();
      const from = worst && box("choice", worst.value).checked && middle(svg, worst.value);
      if (!from) continue;
      for (const place of reached) {
        const to = place !== worst.value && box("choice", place).checked && middle(svg, place);
        if (to) arrows.append(arrow(from, to));
      }
    }
  };

  map.addEventListener("click", (event) => {
    const drawn = event.target.closest("[data-place]");
    if (!drawn) return;
    const input = box("choice", drawn.dataset.place);
    input.checked = !input.checked;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const count = form.querySelectorAll(".at:checked").length;
    const words = input.checked ? said.dataset.chosen : said.dataset.removed;
    said.textContent = words.replace("{count}", count).replace("{place}", () => named(drawn.dataset.place));
  });
  form.addEventListener("change", drawArrows);
  drawArrows();
  map.classList.add("scripted");
  if (!form.querySelector(".faulty")) form.querySelector(".list").open = false;
})();
