// Lets every number show where it came from, and folds the contents on small screens. The report reads without it.
(() => {
  "use strict";
  const provenance = JSON.parse(document.getElementById("hm-provenance").textContent);
  const numbers = provenance.numbers || {};
  const queries = provenance.queries || [];
  const files = provenance.files || [];
  document.documentElement.classList.add("scripted");

  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  // ---- The panel --------------------------------------------------------------------------------------------------
  const shownFiles = 3;
  const hashLength = 12;
  const panel = make("dialog", undefined, "provenance");
  const body = make("div");
  const close = make("button", "Close");
  const title = make("h2");
  let opener = null;
  close.type = "button";
  title.id = "hm-provenance-title";
  panel.setAttribute("aria-labelledby", title.id);
  const bar = make("header");
  bar.append(title, close);
  panel.append(bar, body);
  document.body.append(panel);

  const fact = (list, name, value) => {
    const detail = make("dd");
    if (value instanceof Node) detail.append(value);
    else detail.textContent = value;
    list.append(make("dt", name), detail);
  };

  const fileList = (indexes) => {
    const list = make("ul");
    const add = (index, parent) => {
      const [path, hash] = files[index] || ["unknown file", ""];
      const item = make("li", path + " ");
      const code = make("code", hash.slice(0, hashLength) + "…");
      code.title = hash;
      item.append(code);
      parent.append(item);
    };
    indexes.slice(0, shownFiles).forEach((index) => add(index, list));
    if (indexes.length <= shownFiles) return list;
    const more = make("details");
    const rest = make("ul");
    more.append(make("summary", "and " + (indexes.length - shownFiles) + " more files"), rest);
    indexes.slice(shownFiles).forEach((index) => add(index, rest));
    const both = make("div");
    both.append(list, more);
    return both;
  };

  const showQuery = ([name, index, key, rows]) => {
    const query = queries[index];
    if (!query) return;
    if (name) body.append(make("h3", name));
    const list = make("dl");
    fact(list, "Dataset", query.dataset);
    fact(list, "Measure", query.measure || "count");
    if (query.where && query.where.length) fact(list, "Filter", query.where.join("; "));
    if (query.by && query.by.length) {
      const group = query.by.map((dimension, i) => dimension + (key && key.length ? " = " + (key[i] || "(blank)") : ""));
      fact(list, "Group", group.join("; "));
    }
    if (rows !== undefined) fact(list, "Rows", Number(rows).toLocaleString("en-GB"));
    if (query.files && query.files.length) fact(list, "Files and SHA-256", fileList(query.files));
    body.append(list);
  };

  const fill = (element) => {
    const [formula, parts, constants, factFiles] = numbers[element.id];
    title.textContent = "Where " + element.textContent + " comes from";
    body.replaceChildren();
    const list = make("dl");
    fact(list, "Value", element.getAttribute("value"));
    fact(list, "Number", element.id);
    body.append(list);
    if (formula) body.append(make("p", formula, "formula"));
    (parts || []).forEach(showQuery);
    if (constants && constants.length) {
      const given = make("dl");
      constants.forEach(([name, value, source]) => fact(given, name || "Given", value + (source ? " (" + source + ")" : "")));
      body.append(make("h3", "Given values"), given);
    }
    if (factFiles && factFiles.length) {
      const of = make("dl");
      fact(of, "Files and SHA-256", fileList(factFiles));
      body.append(of);
    }
  };

  // Beside the number where the window has room, otherwise in the middle.
  const place = (element) => {
    panel.style.margin = "";
    panel.style.top = panel.style.left = "";
    const number = element.getBoundingClientRect();
    const box = panel.getBoundingClientRect();
    if (innerWidth < 700) return;
    const below = number.bottom + 8 + box.height <= innerHeight;
    const above = number.top - 8 - box.height >= 0;
    if (!below && !above) return;
    panel.style.margin = "0";
    panel.style.top = (below ? number.bottom + 8 : number.top - 8 - box.height) + "px";
    panel.style.left = Math.max(12, Math.min(number.left, innerWidth - box.width - 12)) + "px";
  };

  const open = (element) => {
    opener = element;
    fill(element);
    element.setAttribute("aria-expanded", "true");
    panel.showModal();
    place(element);
  };
  close.addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => {
    if (event.target === panel) panel.close();
  });
  panel.addEventListener("close", () => {
    if (!opener) return;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
    opener = null;
  });

  // ---- Numbers ----------------------------------------------------------------------------------------------------
  const traced = [...document.querySelectorAll("data.number")].filter((element) => element.id in numbers);
  for (const element of traced) {
    element.classList.add("traced");
    element.setAttribute("role", "button");
    element.setAttribute("aria-haspopup", "dialog");
    element.setAttribute("aria-expanded", "false");
    element.title = "Show where this number comes from";
    element.tabIndex = element.closest("table") ? -1 : 0;
  }
  document.addEventListener("click", (event) => {
    const element = event.target.closest(".traced");
    if (element && !String(getSelection())) open(element);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.classList || !event.target.classList.contains("traced")) return;
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open(event.target);
  });

  // A table is one stop of the Tab key; arrow keys move between its numbers.
  for (const table of document.querySelectorAll("table")) {
    const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.querySelector(".traced")));
    const first = rows.flat().find(Boolean);
    if (!first) continue;
    first.tabIndex = 0;
    const move = (from, to) => {
      if (!to) return;
      from.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    };
    const inColumn = (column, row, step) => {
      for (let r = row + step; r >= 0 && r < rows.length; r += step) if (rows[r][column]) return rows[r][column];
      return null;
    };
    const inRow = (cells, column, step) => {
      for (let c = column + step; c >= 0 && c < cells.length; c += step) if (cells[c]) return cells[c];
      return null;
    };
    table.addEventListener("keydown", (event) => {
      const row = rows.findIndex((cells) => cells.includes(event.target));
      if (row < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
      const column = rows[row].indexOf(event.target);
      const target = {
        ArrowRight: () => inRow(rows[row], column, 1),
        ArrowLeft: () => inRow(rows[row], column, -1),
        ArrowDown: () => inColumn(column, row, 1),
        ArrowUp: () => inColumn(column, row, -1),
        Home: () => inRow(rows[row], -1, 1),
        End: () => inRow(rows[row], rows[row].length, -1),
      }[event.key];
      if (!target) return;
      event.preventDefault();
      move(event.target, target());
    });
    table.addEventListener("focusin", (event) => {
      if (!event.target.classList.contains("traced")) return;
      rows.flat().forEach((number) => { if (number) number.tabIndex = number === event.target ? 0 : -1; });
    });
  }
  // Tables that fit need not be stopped at.
  const settle = () => {
    for (const region of document.querySelectorAll(".table-scroll")) {
      if (region.scrollWidth > region.clientWidth + 1) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  };
  settle();
  addEventListener("resize", settle);
  document.addEventListener("toggle", settle, true);

  if (traced.length) {
    const main = document.getElementById("hm-main");
    main.prepend(make("p", "Select a number to see where it comes from: its data, filter and formula.", "trace-hint"));
  }

  // ---- Contents ---------------------------------------------------------------------------------------------------
  const contents = document.querySelector(".contents");
  if (!contents) return;
  const heading = contents.querySelector("h2");
  const wide = matchMedia("(min-width: 64rem)");
  const toggle = make("button", heading.textContent);
  toggle.type = "button";
  const fold = (closed) => {
    contents.classList.toggle("closed", closed);
    toggle.setAttribute("aria-expanded", String(!closed));
  };
  const arrange = () => {
    if (wide.matches) heading.textContent = toggle.textContent;
    else heading.replaceChildren(toggle);
    fold(!wide.matches);
  };
  toggle.addEventListener("click", () => fold(!contents.classList.contains("closed")));
  wide.addEventListener("change", arrange);
  arrange();

  const links = new Map([...contents.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current = null;
  const follow = () => {
    let last = headings[0];
    for (const item of headings) if (item.getBoundingClientRect().top < 120) last = item;
    if (!last || last === current) return;
    if (current) links.get(current.id).removeAttribute("aria-current");
    current = last;
    links.get(current.id).setAttribute("aria-current", "true");
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
})();
