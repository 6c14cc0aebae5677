// A list that its person orders. Every button works without this file: the server moves the row.

const form = document.querySelector("#rank");
const list = form.querySelector("[data-rank-list]");
const pool = form.querySelector("[data-rank-pool]");
const said = form.querySelector("[data-rank-said]");
const rows = () => [...list.children];

const renumber = () => {
  rows().forEach((row, at) => (row.querySelector("[data-rank-number]").textContent = `${at + 1}. `));
  form.querySelector("[data-rank-empty]").hidden = rows().length > 0;
};
const tell = (row, text) => {
  form.querySelector("[data-rank-unsaved]").hidden = false;
  const at = rows().indexOf(row) + 1;
  said.textContent = text.replace("{name}", row.dataset.name).replace("{n}", at);
};
const put = (row, into) => {
  into.append(row);
  row.querySelector("input[type=hidden]").disabled = into === pool;
  row.querySelector("[data-rank-number]").textContent = "";
};
const steps = {
  up: (row) => row.previousElementSibling?.before(row),
  down: (row) => row.nextElementSibling?.after(row),
  remove: (row) => put(row, pool),
  add: (row) => put(row, list),
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-rank]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("[data-rank-row]");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  steps[button.dataset.rank](row);
  renumber();
  tell(row, button.dataset.rank === "remove" ? said.dataset.gone : said.dataset.moved);
  // The pressed button stays under the thumb and the focus; a row that left gives it on.
  if (button.offsetParent) button.focus();
  else (next?.querySelector(button.dataset.rank === "add" ? "[data-rank=add]" : "[data-rank=up]") ?? list.querySelector("button"))?.focus();
});

// --- dragging by the grip; the buttons are the way for keys and for those who cannot drag ------
let held;
form.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-rank-grip]");
  if (!grip || !list.contains(grip)) return;
  event.preventDefault();
  held = grip.closest("[data-rank-row]");
  held.classList.add("held");
  grip.setPointerCapture(event.pointerId);
});
form.addEventListener("pointermove", (event) => {
  if (!held) return;
  const over = rows().find((row) => {
    const box = row.getBoundingClientRect();
    return row !== held && event.clientY > box.top && event.clientY < box.bottom;
  });
  if (!over) return;
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(held);
  else over.after(held);
  renumber();
});
const drop = () => {
  if (!held) return;
  held.classList.remove("held");
  tell(held, said.dataset.moved);
  held = undefined;
};
form.addEventListener("pointerup", drop);
form.addEventListener("pointercancel", drop);
