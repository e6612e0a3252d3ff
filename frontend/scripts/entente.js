// What scripts add where they run; every page does its work without them.
// Nothing that anybody types is ever kept in the browser: a seized machine must not tell.

// A form sent twice is one act on the server too (its hidden `once`); here the button says that it was heard.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  changed.delete(form);
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});

// Back from the browser's memory of pages: the form can be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

// <form data-keep>: leaving with something typed and not sent asks first.
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-keep")) changed.add(form);
});
addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});

// <time datetime="…" data-relative>: the words "two hours ago" stay true while a page is open.
const units = [["day", 172800, 86400], ["hour", 7200, 3600], ["minute", 60, 60]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
function refresh() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    const unit = units.find(([, least]) => Math.abs(seconds) >= least);
    if (unit) time.textContent = words.format(Math.trunc(seconds / unit[2]), unit[0]);
  }
}
setInterval(refresh, 60_000);

// <dialog>-free confirmation: <button data-confirm="words"> asks before a grave act; the server asks again by itself.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-confirm]");
  if (button && !confirm(button.dataset.confirm)) event.preventDefault();
});

// <textarea data-wrap>: a button beside it, or Alt+M in it, puts the brackets of a mark around what is selected.
function wrapSelected(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  area.focus();
  const selected = value.slice(start, end);
  // Brackets within brackets would be refused.
  if (selected === "" || /[⟦⟧]/.test(selected) || value.lastIndexOf("⟦", start - 1) > value.lastIndexOf("⟧", start - 1)) return;
  area.setRangeText(`⟦${selected}⟧`, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
for (const line of document.querySelectorAll(".wrap-selected")) line.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-wraps]");
  if (button) wrapSelected(document.getElementById(button.dataset.wraps));
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyM" || !event.target.matches("[data-wrap]")) return;
  event.preventDefault();
  wrapSelected(event.target);
});

// <section data-remarkable>: a button puts what is selected in its text into the first row for a remark that is empty.
let selected = null;
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const within = range.startContainer.parentElement?.closest("[data-remarkable] :is(.sheet-title, .prose, dl)");
  if (within?.contains(range.endContainer)) selected = { range: range.cloneRange(), within };
});
for (const line of document.querySelectorAll(".remark-selected")) line.hidden = false;
document.addEventListener("click", (event) => {
  const form = event.target.closest?.("button[data-remark]")?.form;
  if (!form || !selected) return;
  const { range, within } = selected;
  const named = (row, part) => row.querySelector(`[name$=".${part}"]`);
  const row = [...form.querySelectorAll("[data-remark-row]")].find((one) => named(one, "quote").value === "");
  if (!row) return;
  const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
  const before = document.createRange();
  before.setStart(within, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const quote = letters(range.toString());
  const times = (text) => (quote === "" ? 1 : letters(text).split(quote).length);
  named(row, "quote").value = range.toString().trim();
  named(row, "ordinal").value = times(within.textContent) > 2 ? times(before.toString()) : "";
  const field = { H3: "title", DIV: "narrative" }[within.tagName];
  if (field) named(row, "field").value = field;
  named(row, "words").focus();
});

// <p data-draw="2"> around a picture: dragging over it fills the first empty row of numbers with the box, in thousandths.
document.addEventListener("pointerdown", (event) => {
  const frame = event.target.closest?.("[data-draw]");
  if (!frame) return;
  const named = (name, row) => document.querySelector(`input[name="${name}.${row}"]`);
  let row = 0;
  while (named("x", row)?.value) row += 1;
  if (!named("x", row)) return;
  event.preventDefault();
  const edge = frame.querySelector("img").getBoundingClientRect();
  const within = (value) => Math.min(1000, Math.max(0, Math.round(value)));
  const place = ({ clientX, clientY }) => [
    within((1000 * (clientX - edge.left)) / edge.width),
    within((1000 * (clientY - edge.top)) / edge.height),
  ];
  const [left, top] = place(event);
  frame.setPointerCapture(event.pointerId);
  frame.addEventListener("pointerup", (end) => {
    const [right, bottom] = place(end);
    if (right === left || bottom === top) return;
    const box = {
      page: frame.dataset.draw,
      x: Math.min(left, right, 999),
      y: Math.min(top, bottom, 999),
      width: Math.abs(right - left),
      height: Math.abs(bottom - top),
    };
    for (const [name, value] of Object.entries(box)) named(name, row).value = value;
  }, { once: true });
});
