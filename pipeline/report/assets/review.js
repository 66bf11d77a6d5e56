"use strict";
// On the page that `bilag review` serves: buttons that write a controller's decisions. All text is set as text.
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const made = (name, options = {}) => Object.assign(document.createElement(name), options);
  const who = one(".reviewer input");
  one(".reviewer").addEventListener("submit", (event) => event.preventDefault());

  const ACTIONS = {
    accept: { button: "Accepter", ask: "Hvorfor må det blive stående?", save: "Accepter", needed: true, done: "Accepteret." },
    reopen: { button: "Genåbn", ask: "Hvorfor åbnes det igen? (kan være tom)", save: "Genåbn", done: "Åbnet igen." },
    comment: { button: "Bemærk", ask: "Bemærkning", save: "Gem bemærkning", done: "Bemærkningen er gemt." },
    assign: { button: "Tildel", ask: "Hvem skal se på det?", save: "Tildel", done: "Tildelt." },
  };

  async function send(said) {
    try {
      const answer = await fetch("decisions", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said),
      });
      const body = await answer.json().catch(() => ({}));
      return answer.ok ? body : { error: body.error || `serveren svarede ${answer.status}` };
    } catch {
      return { error: "serveren svarer ikke; kører bilag review stadig?" };
    }
  }

  function show(article, state) {
    const accepted = state.status === "accepted";
    article.classList.toggle("accepted", accepted);
    Object.assign(article.dataset, { status: state.status, ansvarlig: state.assigned_to });
    one(".meta .sev.accepted", article)?.remove();
    if (accepted) one(".meta", article).append(made("span", { className: "sev accepted", textContent: "Accepteret" }));
    one(".comment", article)?.remove();
    if (accepted || state.remark || state.assigned_to) {
      const box = made("div", { className: "comment" });
      const by = [state.by, state.on].filter(Boolean).join(", ");
      if (accepted) box.append(made("strong", { textContent: `Accepteret af ${by}: ` }));
      else if (state.remark) box.append(made("strong", { textContent: `${by}: ` }));
      box.append(state.remark);
      if (state.assigned_to) box.append(made("span", { className: "who", textContent: `Ansvarlig: ${state.assigned_to}` }));
      one(".message", article).after(box);
    }
  }

  function tell(article, text, bad = false) {
    const place = one(".told", article);
    place.textContent = text;
    place.classList.toggle("bad", bad);
  }

  function ask(article, action, button) {
    one(".saying", article)?.remove();
    const way = ACTIONS[action];
    const form = made("form", { className: "saying" });
    const label = made("label", { textContent: way.ask });
    const input = made(action === "assign" ? "input" : "textarea", { name: "text", required: Boolean(way.needed), maxLength: action === "assign" ? 120 : 2000 });
    if (action === "assign") input.value = article.dataset.ansvarlig || "";
    label.append(input);
    const row = made("div", { className: "row" });
    const cancel = made("button", { type: "button", textContent: "Fortryd" });
    row.append(made("button", { type: "submit", className: "first", textContent: way.save }), cancel);
    form.append(label, row);
    const close = () => { form.remove(); button.focus(); };
    cancel.addEventListener("click", close);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!who.value.trim()) { who.focus(); who.reportValidity(); return; }
      const echoes = action === "accept" || action === "reopen" ? all(".echoes li[id]", article).map((li) => li.id) : [];
      const state = await send({ finding: article.id, also: echoes, action, text: input.value.trim(), by: who.value.trim() });
      if (state.error) { tell(article, state.error, true); input.focus(); return; }
      form.remove();
      show(article, state);
      buttons(article);
      const too = echoes.length ? ` Det gælder også ${echoes.length === 1 ? "følgen" : `de ${echoes.length} følger`}.` : "";
      tell(article, way.done + too);
      one(".filters").dispatchEvent(new Event("input"));
      const next = article.hidden ? one(".finding:not([hidden]) .act button") : one(".act button", article);
      next?.focus();
    });
    one(".act", article).after(form);
    input.focus();
  }

  function buttons(article) {
    one(".act", article)?.remove();
    const box = made("div", { className: "act" });
    const name = one("h3", article).id;
    for (const action of [article.dataset.status === "accepted" ? "reopen" : "accept", "comment", "assign"]) {
      const button = made("button", { type: "button", textContent: `${ACTIONS[action].button} …` });
      button.setAttribute("aria-describedby", name);
      button.addEventListener("click", () => ask(article, action, button));
      box.append(button);
    }
    const after = one(".told", article) ?? one(".decide", article);
    after.before(box);
  }

  for (const article of all(".finding")) {
    one(".decide", article).before(made("p", { className: "told", role: "status" }));
    buttons(article);
  }
})();
