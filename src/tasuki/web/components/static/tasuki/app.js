// Tasuki in the browser. Every page works without this file; it only makes the same links and forms faster.
// While a Japanese input method composes, nothing fires: see composing().

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const composing = (event) => event.isComposing || event.keyCode === 229;
const typing = (node) => node.closest("input, select, textarea, [contenteditable]");

document.documentElement.classList.add("js");

// --- search: one event, 300 ms after the last finished letter ---------------------------------
let timer;
const searchSoon = (field) => {
  if (!field.form?.hasAttribute("hx-get")) return;
  clearTimeout(timer);
  timer = setTimeout(() => field.form.dispatchEvent(new Event("search-now")), 300);
};
document.addEventListener("compositionstart", () => clearTimeout(timer));
document.addEventListener("input", (event) => {
  if (event.target.type === "search" && !event.isComposing) searchSoon(event.target);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.type === "search") searchSoon(event.target);
});

// --- dialogs, menu, persons' menus ------------------------------------------------------------
const openDialog = (id) => {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return dialog;
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens], [data-closes], [data-menu], [data-dismiss], [data-copies]");
  if (!button) return;
  if (button.dataset.opens) openDialog(button.dataset.opens);
  if ("closes" in button.dataset) button.closest("dialog").close();
  if ("dismiss" in button.dataset) button.closest(".toast").remove();
  if (button.dataset.copies) navigator.clipboard.writeText($(button.dataset.copies).textContent.trim());
  if ("menu" in button.dataset) {
    const open = $("#menu").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  }
});

// --- toasts: 8 seconds, longer while somebody points at them -----------------------------------
const fade = (toast) => {
  const gone = setInterval(() => {
    if (toast.matches(":hover, :focus-within")) return;
    clearInterval(gone);
    toast.remove();
  }, 8000);
};
const fresh = () => {
  $$("#toasts > .toast:not([data-seen])").forEach((toast) => {
    toast.dataset.seen = "";
    if (!toast.classList.contains("err")) fade(toast);
  });
  $$("[data-bulk]").forEach(count);
};

// --- selection ---------------------------------------------------------------------------------
function count(box) {
  const all = $$("[data-row-box]", box);
  const on = all.filter((one) => one.checked);
  all.forEach((one) => {
    const row = one.closest("tr"); // the row shown beside the list stays marked
    row.classList.toggle("sel", one.checked || row.hasAttribute("aria-current"));
  });
  const head = $("[data-all-box]", box);
  if (!head) return;
  head.checked = all.length > 0 && on.length === all.length;
  head.indeterminate = on.length > 0 && on.length < all.length;
  const bar = $("[data-bulk-bar]", box);
  const everything = $("[data-everything]", box);
  if (everything && on.length < all.length) everything.checked = false;
  if (everything) everything.closest("label").hidden = on.length < all.length;
  const number = everything?.checked ? everything.dataset.everything : on.length;
  bar.hidden = on.length === 0;
  $("[data-bulk-text]", bar).textContent = bar.dataset.bulkBar.replace("{n}", number);
}
document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-bulk]");
  if (!box) return;
  if ("allBox" in event.target.dataset) {
    $$("[data-row-box]", box).forEach((one) => (one.checked = event.target.checked));
  }
  count(box);
});

// --- keys --------------------------------------------------------------------------------------
const rows = () => $$("[data-rows] tbody tr");
const move = (step) => {
  const list = rows();
  const now = list.findIndex((row) => row.contains(document.activeElement));
  const next = list[Math.min(Math.max(now + step, 0), list.length - 1)];
  ($("th a, td a", next) ?? $("input", next))?.focus();
};
const keys = {
  "/": () => $("input[type=search]:not(dialog *)")?.focus(),
  "?": () => openDialog("keys"),
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement.closest("tr")?.querySelector("[data-row-box]")?.click(),
};
document.addEventListener("keydown", (event) => {
  if (composing(event)) {
    if (event.key === "Enter" || event.key === "Escape") event.stopPropagation();
    return;
  }
  if (document.body.dataset.keys === "off") return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    $("input", openDialog("palette"))?.focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) {
    // A row's box is an input too, but it takes no letters.
    if (!("rowBox" in (event.target.dataset ?? {})) || event.ctrlKey || event.metaKey) return;
  }
  const button = $(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
  if (!button && !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  if (button) button.click();
  else keys[event.key]();
});

// --- palette: filters the links of the menu ----------------------------------------------------
const palette = (field) => {
  const wanted = field.value.normalize("NFKC").toLowerCase();
  $$("#palette li").forEach((item) => {
    item.hidden = !item.textContent.normalize("NFKC").toLowerCase().includes(wanted);
  });
};
document.addEventListener("input", (event) => {
  if (event.target.matches("#palette input")) palette(event.target);
});
document.addEventListener("keydown", (event) => {
  if (composing(event) || event.key !== "Enter" || !event.target.matches("#palette input")) return;
  event.preventDefault();
  $("#palette li:not([hidden]) a")?.click();
});

document.addEventListener("htmx:afterSwap", fresh);
fresh();
