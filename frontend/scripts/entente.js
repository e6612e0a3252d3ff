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

// <nav data-news>: while somebody looks at the page, its counts follow what is new. Nothing is asked in a tab that nobody sees.
const menu = document.querySelector("[data-news]");
let mark = "";
function count(link, number) {
  const badge = link.querySelector(".badge");
  const before = badge ? Number(badge.textContent.replace(/\D/g, "")) : 0;
  if (number === 0) badge?.remove();
  else if (badge) badge.textContent = number.toLocaleString(document.documentElement.lang);
  else {
    const made = document.createElement("span");
    made.className = "badge";
    made.textContent = number.toLocaleString(document.documentElement.lang);
    link.append(" ", made);
  }
  return number > before;
}
async function news() {
  if (document.visibilityState !== "visible") return;
  const headers = mark ? { "If-None-Match": mark } : {};
  const answer = await fetch(menu.dataset.news, { headers, cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const { made, counts } = await answer.json();
  mark = answer.headers.get("ETag") ?? "";
  let more = false;
  for (const [href, number] of Object.entries(counts)) {
    const link = menu.querySelector(`a[href="${CSS.escape(href)}"]`);
    if (link) more = count(link, number) || more;
  }
  const said = document.querySelector("[data-new] p");
  if (more && said) said.hidden = false;
  for (const time of document.querySelectorAll("time[data-made]")) {
    time.dateTime = made;
    time.textContent = new Date(made).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "long", timeZone: "UTC" });
  }
}
if (menu) {
  setInterval(news, 60_000);
  document.addEventListener("visibilitychange", news);
}

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
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyM") return;
  const button = document.querySelector("button[data-remark]");
  if (event.target.matches("[data-wrap]")) wrapSelected(event.target);
  else if (button && passage()) remark(button);
  else return;
  event.preventDefault();
});

// <section data-remarkable>: a button, or Alt+M, puts what is selected in its text into the first row for a remark that has
// no passage yet. What it could not do it says beside itself.
const remarkable = "[data-remarkable] :is(.sheet-title, .prose, dl)";
function passage() {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = range.startContainer;
  const within = (start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement)?.closest(remarkable);
  if (!within) return null;
  if (!within.contains(range.endContainer)) {
    // Three clicks select a paragraph up to the beginning of what follows it.
    const beyond = range.cloneRange();
    beyond.setStart(within, within.childNodes.length);
    if (beyond.toString().trim() !== "") return null;
    range.setEnd(within, within.childNodes.length);
  }
  return range.toString().trim() === "" ? null : { range, within };
}
// What is selected as the text itself has it: where a bar stands for what was left out, the text names the reason in brackets.
function written(range) {
  const part = range.cloneContents();
  for (const heard of part.querySelectorAll(".visually-hidden, .redacted-reason")) heard.remove();
  for (const bar of part.querySelectorAll("[data-gap]")) bar.textContent = `⟦${bar.dataset.gap}⟧`;
  return part.textContent;
}
// A finger that reaches for the button lets go of what was selected: it is remembered until something else is meant.
let selected = null;
document.addEventListener("selectionchange", () => {
  if (!getSelection().isCollapsed) selected = passage();
});
document.addEventListener("pointerdown", (event) => {
  if (event.button === 0 && event.target.closest?.(remarkable)) selected = null;
});
function remark(button) {
  const { form } = button;
  const named = (row, part) => row.querySelector(`[name$=".${part}"]`);
  const meant = passage() ?? selected;
  const row = [...form.querySelectorAll("[data-remark-row]")].find((one) => named(one, "quote").value === "");
  for (const said of document.querySelectorAll(".remark-selected [role=status]")) {
    const words = !meant ? said.dataset.none : !row ? said.dataset.full : "";
    said.textContent = said.parentElement.contains(button) ? words : "";
  }
  if (!meant || !row) return;
  selected = null;
  const { range, within } = meant;
  const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
  const whole = document.createRange();
  whole.selectNodeContents(within);
  const before = document.createRange();
  before.setStart(within, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const quote = letters(written(range));
  const times = (text) => (quote === "" ? 1 : letters(text).split(quote).length);
  named(row, "quote").value = written(range).trim();
  named(row, "ordinal").value = times(written(whole)) > 2 ? times(written(before)) : "";
  const field = { H3: "title", DIV: "narrative" }[within.tagName];
  if (field) named(row, "field").value = field;
  named(row, field ? "words" : "field").focus();
}
for (const line of document.querySelectorAll(".remark-selected")) line.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-remark]");
  if (button) remark(button);
});

// <p data-draw="2"> around a picture: the boxes in the rows of numbers that are on this page lie over it, and dragging over
// it fills the first empty row, or another one, in thousandths. The rows alone are sent.
function drawOn(frame) {
  const page = frame.dataset.draw;
  const picture = frame.querySelector("img");
  const body = document.querySelector("[data-boxes]");
  const said = document.querySelector(".draw-note [role=status]");
  const names = ["x", "y", "width", "height"];
  const field = (row, name) => row.querySelector(`[name^="${name}."]`);
  const text = (row, name) => field(row, name).value.trim();
  const isEmpty = (row) => names.every((name) => text(row, name) === "");
  const over = document.createElement("span");
  over.className = "boxes no-print";
  over.setAttribute("aria-hidden", "true");
  frame.append(over);
  frame.classList.add("draws");
  picture.draggable = false;

  // From the left in any writing: a picture does not turn with the page.
  const box = ([x, y, width, height], kind) => {
    const drawn = document.createElement("span");
    drawn.className = kind;
    const share = { left: x, top: y, width, height };
    for (const [side, value] of Object.entries(share)) drawn.style[side] = `${value / 10}%`;
    return drawn;
  };
  let drag = null;
  const show = () => {
    const drawn = [];
    for (const row of body.rows) {
      const numbers = names.map((name) => text(row, name));
      const [x, y, width, height] = numbers.map(Number);
      // What the server refuses is not shown: nobody shall believe that it covers anything.
      if (Number(text(row, "page")) !== Number(page) || !numbers.every((number) => /^\d+$/.test(number))) continue;
      if (x > 999 || y > 999 || width === 0 || height === 0) continue;
      drawn.push(box([x, y, width, height], row.contains(document.activeElement) ? "chosen" : ""));
    }
    if (drag) drawn.push(box(drag.box, "band"));
    over.replaceChildren(...drawn);
  };
  const emptyRow = () => {
    const free = [...body.rows].find(isEmpty);
    if (free) return free;
    const row = body.rows[0].cloneNode(true);
    for (const input of row.querySelectorAll("input")) {
      const [name] = input.name.split(".");
      input.name = `${name}.${body.rows.length}`;
      input.value = name === "page" ? page : "";
    }
    body.append(row);
    return row;
  };
  // Where a pointer is, however far the page was scrolled since.
  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = picture.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height].map((share) =>
      Math.min(1000, Math.max(0, Math.round(1000 * share))),
    );
  };
  const end = (given) => {
    const ended = drag;
    drag = null;
    // A tap, or a hand that trembled, is no box.
    if (given && ended.far) {
      const row = emptyRow();
      field(row, "page").value = page;
      names.forEach((name, place) => (field(row, name).value = ended.box[place]));
      field(row, "x").dispatchEvent(new Event("input", { bubbles: true }));
    }
    show();
  };
  for (const kind of ["input", "focusin", "focusout"]) body.addEventListener(kind, show);
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    const full = [...body.rows].filter((row) => !isEmpty(row)).length >= Number(body.dataset.boxes);
    said.textContent = full ? said.dataset.full : "";
    if (full) return;
    frame.setPointerCapture(event.pointerId);
    drag = { pointer: event.pointerId, from: at(event), box: [0, 0, 0, 0], far: false };
  });
  frame.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const ends = at(event).map((here, axis) => [here, drag.from[axis]].sort((one, other) => one - other));
    const [[x, right], [y, bottom]] = ends;
    drag.box = [Math.min(x, 999), Math.min(y, 999), right - x, bottom - y];
    const { width, height } = picture.getBoundingClientRect();
    drag.far = ((right - x) * width) / 1000 > 3 && ((bottom - y) * height) / 1000 > 3;
    show();
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    frame.addEventListener(kind, (event) => {
      if (event.pointerId === drag?.pointer) end(kind === "pointerup");
    });
  }
  // A finger that rests a moment before it draws asks for no menu.
  frame.addEventListener("contextmenu", (event) => {
    if (drag) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (drag && event.key === "Escape") end(false);
  });
  show();
}
for (const frame of document.querySelectorAll("[data-draw]")) drawOn(frame);
for (const line of document.querySelectorAll(".draw-note")) line.hidden = false;

// <svg data-picture>: one stop of the Tab key, and arrows lead to the nearest link in their direction. Without scripts the
// table beside the picture has the same links.
const towards = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
for (const picture of document.querySelectorAll("[data-picture]")) {
  const links = [...picture.querySelectorAll("a")];
  const middle = (link) => {
    const { left, top, width, height } = link.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const enter = (link) => {
    for (const other of links) other.tabIndex = other === link ? 0 : -1;
  };
  enter(links[0]);
  picture.addEventListener("focusin", (event) => enter(event.target.closest("a")));
  picture.addEventListener("keydown", (event) => {
    const from = event.target.closest("a");
    const edge = { Home: links[0], End: links.at(-1) }[event.key];
    const [right, down] = towards[event.key] ?? [0, 0];
    if (!from || (!edge && !right && !down)) return;
    event.preventDefault();
    const [x, y] = middle(from);
    // How far a link lies ahead, and how far beside the way there, which counts double.
    const distance = (link) => {
      const [toX, toY] = middle(link);
      const ahead = (toX - x) * right + (toY - y) * down;
      return ahead > 0.5 ? ahead + 2 * Math.abs((toX - x) * down + (toY - y) * right) : Infinity;
    };
    const nearest = links.reduce((best, link) => (distance(link) < distance(best) ? link : best), from);
    (edge ?? nearest).focus();
  });
}

// <form data-order>: a card of the board is dragged to another place of its column; its arrows do the same without scripts.
for (const form of document.querySelectorAll("form[data-order]")) {
  const cards = () => [...form.querySelectorAll(".card")];
  let held;
  for (const card of cards()) card.draggable = true;
  form.addEventListener("dragstart", (event) => {
    held = event.target.closest(".card");
    held?.classList.add("held");
  });
  form.addEventListener("dragover", (event) => {
    if (!held) return;
    event.preventDefault();
    const over = event.target.closest(".card");
    if (!over || over === held) return;
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(held);
    else over.after(held);
  });
  form.addEventListener("drop", (event) => event.preventDefault());
  form.addEventListener("dragend", (event) => {
    held?.classList.remove("held");
    held = undefined;
    // Given up, or dropped elsewhere: the cards stand as they stood.
    if (event.dataTransfer.dropEffect === "none") {
      location.reload();
      return;
    }
    const order = cards().map((card) => card.id).join(" ");
    if (order === form.elements.order.value) return;
    form.elements.order.value = order;
    form.requestSubmit();
  });
}
