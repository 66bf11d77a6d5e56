"use strict";
(() => {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);

  // ---- filter and search -------------------------------------------------------------------------------------
  const form = one(".filters");
  const findings = all(".finding");
  const cards = all(".card");
  const result = one(".result");
  const fields = all("select", form).map((select) => select.name);
  const several = new Set(["regel", "grad"]);  // a finding has those of its echoes too
  const plural = (n, word, words) => `${n.toLocaleString("da-DK")} ${n === 1 ? word : words}`;
  const total = findings.reduce((n, f) => n + Number(f.dataset.n), 0);

  function matches(element, wanted, terms, text) {
    const data = element.dataset;
    return fields.every((name) => {
      if (!wanted[name] || data[name] === undefined) return true;
      return several.has(name) ? data[name].split(" ").includes(wanted[name]) : data[name] === wanted[name];
    }) && terms.every((term) => text.includes(term));
  }

  // What a search looks in: for a proposal also the names of its tables' rows, read from the tables when first sought.
  const rows = new Map();
  function labels(card) {
    if (!rows.has(card)) rows.set(card, all(".money tbody th", card).map((th) => [th.parentElement, th.textContent.replaceAll("\u00ad", "").toLowerCase()]));
    return rows.get(card);
  }

  function light(terms) {
    let count = 0;
    for (const card of cards) {
      for (const [row, text] of rows.get(card) ?? []) {
        const hit = terms.length > 0 && terms.join("").length > 2 && terms.every((term) => text.includes(term));
        row.classList.toggle("hit", hit);
        if (hit && !card.hidden && count < 5) { if (!card.open) count += 1; card.open = true; }
      }
    }
  }

  function apply() {
    const wanted = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
    const terms = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const narrow = fields.some((name) => wanted[name] && name !== "bilag" && name !== "udvalg");
    const shown = new Set();
    let count = 0;
    for (const finding of findings) {
      const fits = matches(finding, wanted, terms, finding.dataset.q);
      finding.hidden = !fits;
      if (fits) { shown.add(finding.id); count += Number(finding.dataset.n); }
    }
    let seen = 0;
    for (const card of cards) {
      const text = terms.length ? `${card.dataset.q} ${labels(card).map(([, t]) => t).join(" ")}` : "";
      const fits = matches(card, { bilag: wanted.bilag, udvalg: wanted.udvalg }, terms, text)
        && (!narrow || card.dataset.f.split(" ").some((id) => shown.has(id)));
      card.hidden = !fits;
      if (fits) seen += 1;
    }
    light(terms);
    for (const section of all(".document")) {
      section.hidden = Boolean(wanted.bilag && section.id !== `d-${wanted.bilag}`);
    }
    one(".none").hidden = shown.size > 0 || !findings.length;
    const accepted = one("#accepterede");
    if (accepted) accepted.hidden = !all(".finding:not([hidden])", accepted).length;
    result.textContent = `Viser ${count.toLocaleString("da-DK")} af ${plural(total, "fund", "fund")} og ${seen.toLocaleString("da-DK")} af ${plural(cards.length, "forslag", "forslag")}.`;
  }

  // ---- the filter lives in the address: a link to the page shows what its sender saw ---------------------------
  function remember() {
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const address = `${location.pathname}${said.size ? `?${said}` : ""}${location.hash}`;
    try { history.replaceState(history.state, "", address); } catch { /* a browser that lets no file do so */ }
  }

  function recall() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = form.elements[name];
      if (field && (field.tagName !== "SELECT" || [...field.options].some((o) => o.value === value))) field.value = value;
    }
  }

  function filter() {
    apply();
    remember();
  }

  function reset() {
    form.reset();
    filter();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  const bar = new ResizeObserver(() => {
    const sticky = getComputedStyle(form).position === "sticky";
    root.style.setProperty("--bar", sticky ? `${form.offsetHeight}px` : "0px");
  });
  bar.observe(form);
  recall();
  apply();

  // ---- ways around: a place in a hidden or closed part is shown before it is gone to ---------------------------
  const idOf = (hash) => {
    try { return decodeURIComponent(hash.slice(1)); } catch { return hash.slice(1); }
  };

  function reveal(id) {
    const target = id && document.getElementById(id);
    if (!target) return false;
    if (target.closest("[hidden]")) reset();
    if (target.matches("details")) target.open = true;
    for (let up = target.parentElement?.closest("details"); up; up = up.parentElement?.closest("details")) up.open = true;
    return target;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    if (link.dataset.filter) {
      form.reset();
      form.elements[link.dataset.filter].value = link.dataset.value;
      filter();
    }
    const target = reveal(idOf(link.hash));
    if (target && !target.hasAttribute("tabindex") && target.matches(".finding, li")) target.tabIndex = -1;
    if (target) requestAnimationFrame(() => (target.matches("details") ? one("summary", target) : target).focus({ preventScroll: true }));
  });
  addEventListener("hashchange", () => reveal(idOf(location.hash)));
  if (location.hash) {
    const target = reveal(idOf(location.hash));
    if (target) requestAnimationFrame(() => target.scrollIntoView());
  }
  if (matchMedia("(max-width: 68rem)").matches) one(".toc > details").open = false;

  // ---- a table that is wider than its place says so --------------------------------------------------------------
  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries) target.classList.toggle("more", target.scrollWidth > target.clientWidth + 1);
  });
  for (const table of all(".scroll")) wide.observe(table);

  // ---- what a marked cell says: the sum and what it should be, its terms lit up ----------------------------------
  const tip = one("#tip");
  let told = null;

  function show(link) {
    hide();
    told = link;
    tip.textContent = link.dataset.tip;
    tip.hidden = false;
    place();
    link.setAttribute("aria-describedby", "tip");
    if (!link.hash) return;
    const id = link.hash.slice(1);
    for (const cell of all(`[data-p~="${CSS.escape(id)}"]`, link.closest("table"))) cell.classList.add("hl");
  }

  function place() {
    if (!told) return;
    const at = told.getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - box.width / 2), innerWidth - box.width - 8);
    const above = at.top - box.height - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 4 ? above : at.bottom + 8}px`;
  }

  function hide() {
    if (!told) return;
    told.removeAttribute("aria-describedby");
    for (const cell of all(".hl")) cell.classList.remove("hl");
    tip.hidden = true;
    told = null;
  }

  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => {
      const link = event.target.closest?.("[data-tip]");
      if (link && link !== told) show(link);
    });
    document.addEventListener(off, (event) => {
      if (told && event.target.closest?.("[data-tip]") === told && !told.contains(event.relatedTarget)) hide();
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", place, { passive: true, capture: true });

  // ---- figures: drawn from the table under them, when they come into view ---------------------------------------
  const number = (text) => Number(text.trim().replace(/\./g, "").replace(",", "."));
  const read = (figure) => all("tbody tr", figure).map((row) => ({ row, cells: all("th, td", row).map((c) => c.textContent) }));
  const danish = (digits = 0) => (value) => value.toLocaleString("da-DK", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const style = { background: "none", fontSize: "12px" };
  const ink = "var(--ink)", soft = "var(--soft)", error = "var(--error)", accent = "var(--accent)";

  const draw = {
    account(figure, width) {
      const table = one("table", figure);
      const rows = read(figure).map(({ row, cells }) => ({
        year: parseInt(cells[0], 10), total: number(cells[2]), other: cells[3] === undefined ? null : number(cells[3]),
        carried: "carried" in row.dataset,
      }));
      const printed = rows.filter((r) => !r.carried);
      const carried = rows.filter((r) => r.carried || r === printed.at(-1));
      const back = Number(table.dataset.payback), said = Number(table.dataset.printed);
      const at = rows.find((r) => r.year === back);
      const label = (d) => `${d.year}: ${danish()(d.total)} t.kr.`;
      const years = rows.map((r) => r.year);
      return Plot.plot({
        width, height: 240, marginLeft: 64, marginBottom: 32, marginTop: 26, style, ariaLabel: figure.dataset.title,
        insetBottom: at ? 30 : 0, // room for the word under its point
        x: { domain: years, type: "point", label: null, tickFormat: String },
        y: { label: "1.000 kr., akkumuleret", tickFormat: danish(), grid: true, ticks: 5 },
        marks: [
          Plot.ruleY([0], { stroke: ink }),
          Plot.areaY(printed, { x: "year", y: "total", fill: accent, fillOpacity: .1 }),
          Plot.lineY(printed, { x: "year", y: "total", stroke: accent, strokeWidth: 2.2 }),
          Plot.lineY(carried, { x: "year", y: "total", stroke: accent, strokeWidth: 2, strokeDasharray: "4 4" }),
          rows[0].other === null ? null : Plot.lineY(rows, { x: "year", y: "other", stroke: error, strokeWidth: 1.6, strokeDasharray: "2 3" }),
          said && said !== back && years.includes(said) ? [
            Plot.ruleX([said], { stroke: error, strokeDasharray: "5 4" }),
            Plot.text([said], { x: (d) => d, frameAnchor: "top", dy: -14, text: () => "trykt", fill: error }),
          ] : null,
          Plot.dot(rows, { x: "year", y: "total", r: 3, fill: accent, title: label, tip: true }),
          at ? Plot.dot([at], { x: "year", y: "total", r: 8, stroke: ink, strokeWidth: 2, fill: "none" }) : null,
          at ? Plot.text([at], { x: "year", y: "total", dy: 22, text: () => "betalt tilbage", fill: ink, fontWeight: 600, stroke: "var(--card)", strokeWidth: 4 }) : null,
        ],
      });
    },

    factor(figure, width) {
      const { factor, low, high } = Object.fromEntries(["factor", "low", "high"].map((k) => [k, Number(figure.dataset[k])]));
      const points = read(figure).map(({ row, cells }) => ({
        name: cells[0], amount: number(cells[1]) / 1000, ratio: number(cells[3]), wrong: row.dataset.status === "inconsistent",
      }));
      const amounts = points.map((p) => p.amount);
      const log = Math.max(...amounts) > 5 * Math.min(...amounts) && Math.min(...amounts) > 0;
      const far = Math.max(.02, ...points.map((p) => Math.abs(p.ratio - factor)));
      const label = (d) => `${d.name}: ${danish(1)(d.amount)} mio. kr., forhold ${danish(4)(d.ratio)}`;
      return Plot.plot({
        width, height: 260, marginLeft: 56, marginRight: 30, marginBottom: 40, style, ariaLabel: figure.dataset.title,
        x: { type: log ? "log" : "linear", nice: !log, label: `Forslagets beløb, mio. kr.${log ? " (logaritmisk)" : ""}`, tickFormat: (d) => d.toLocaleString("da-DK"), ticks: 5 },
        y: { label: "Oversigt ÷ forslag", tickFormat: danish(far < .05 ? 3 : 2), grid: true, domain: [factor - far * 1.25, factor + far * 1.25], ticks: 5 },
        marks: [
          Plot.rectY([0], { y1: Math.min(low, factor - far / 90), y2: Math.max(high, factor + far / 90), fill: accent, fillOpacity: .25 }),
          Plot.ruleY([factor], { stroke: accent, strokeWidth: 1 }),
          Plot.dot(points.filter((p) => !p.wrong), { x: "amount", y: "ratio", r: 4, fill: accent, fillOpacity: .75, title: label, tip: true }),
          Plot.dot(points.filter((p) => p.wrong), { x: "amount", y: "ratio", r: 6, symbol: "times", stroke: error, strokeWidth: 2.5, title: label, tip: true }),
          Plot.text(points.filter((p) => p.wrong), { x: "amount", y: "ratio", text: "name", dy: -13, fill: error, fontWeight: 600, stroke: "var(--card)", strokeWidth: 4 }),
        ],
      });
    },

    investment(figure, width) {
      const rows = read(figure).flatMap(({ cells }) => [
        { name: cells[0], area: "Service", amount: number(cells[2]) }, { name: cells[0], area: "Anlæg", amount: number(cells[3]) },
      ]);
      const areas = ["Service", "Anlæg"].filter((area) => rows.some((r) => r.area === area && r.amount));
      const names = [...new Set(rows.map((r) => r.name))];
      const sums = names.map((name) => ({ name, amount: rows.filter((r) => r.name === name).reduce((n, r) => n + r.amount, 0) }));
      const margin = Math.min(width * .42, 210);
      return Plot.plot({
        width, height: 76 + 34 * names.length, marginLeft: margin, marginRight: 44, marginBottom: 42, style, ariaLabel: figure.dataset.title,
        x: { label: "mio. kr.", labelOffset: 36, grid: true, tickFormat: (d) => d.toLocaleString("da-DK"), ticks: 4 },
        y: { axis: null, domain: names },
        color: { domain: areas, range: areas.map((a) => (a === "Service" ? "var(--service)" : "var(--anlaeg)")), legend: areas.length > 1 },
        marks: [
          Plot.barX(rows.filter((r) => r.amount), { x: "amount", y: "name", fill: "area", insetTop: 4, insetBottom: 4, title: (d) => `${d.name}, ${d.area.toLowerCase()}: ${danish(1)(d.amount)} mio. kr.`, tip: true }),
          Plot.axisY({ label: null, tickSize: 0, lineWidth: margin / 13, fontSize: 12 }),
          Plot.ruleX([0], { stroke: soft }),
          Plot.text(sums, { x: "amount", y: "name", text: (d) => danish(1)(d.amount), dx: 6, textAnchor: "start", fill: ink }),
        ],
      });
    },
  };

  function paint(figure) {
    const place = one(".plot", figure);
    const width = Math.max(280, Math.min(place.clientWidth || 560, 720));
    if (place.dataset.width === String(width)) return;
    place.dataset.width = String(width);
    place.replaceChildren(draw[figure.dataset.fig](figure, width));
    for (const svg of all("svg", place)) svg.setAttribute("role", "img");
    // An image's parts are not spoken: the table under it is.
    for (const part of all("svg [aria-label]", place)) part.removeAttribute("aria-label");
  }

  const figures = all(".fig");
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) paint(entry.target);
  }, { rootMargin: "300px" });
  for (const figure of figures) watch.observe(figure);
  addEventListener("resize", () => { for (const figure of figures) if (one("svg", figure)) { watch.unobserve(figure); watch.observe(figure); } });
  addEventListener("beforeprint", () => {
    for (const card of all(".card.has, .overview")) card.open = true;
  });
})();
