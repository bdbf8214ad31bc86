/* komma network site: the search. Everything it finds also stands on pages that need no script. */
(function () {
  "use strict";
  var form = document.getElementById("search");
  if (!form) return;
  var words = JSON.parse(form.dataset.words);
  var names = form.dataset.shards.split(" ");
  var told = document.getElementById("told");
  var hits = document.getElementById("hits");
  var more = document.getElementById("more");
  var kinds = ["practice", "offer", "seek"];
  var fields = ["word", "state", "size", "role", "topic"];
  var STEP = 50;
  var data = {};
  var waiting = {};
  var found = [];
  var shown = 0;
  var asked = 0;
  var timer = 0;

  window.kommaData = function (name, record) {
    data[name] = {
      state: record[0],
      members: record[1].map(function (one) {
        return { name: one[0], page: one[1], kind: one[2], size: one[3], role: one[4], topics: one[5], ask: one[6], text: fold(one[0]) };
      }),
      more: record[2].map(function (one) {
        return { member: one[0], kind: kinds[one[1]], title: one[2], page: one[3], topics: one[4], text: fold(one[2]) };
      }),
      library: record[3].map(function (one) {
        return { title: one[0], page: one[1], place: one[2], state: one[3], topics: one[4], text: fold(one[0] + " " + one[2]) };
      })
    };
  };

  /* ä and ae, ß and ss, é and e are the same to somebody who searches */
  function fold(text) {
    return text.normalize("NFC").toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss")
      .normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
  }

  function load(name) {
    if (data[name]) return Promise.resolve();
    if (!waiting[name]) {
      waiting[name] = new Promise(function (done, failed) {
        var script = document.createElement("script");
        script.src = form.dataset.folder + name + ".js";
        script.onload = function () { if (data[name]) done(); else failed(); };
        script.onerror = failed;
        document.head.appendChild(script);
      });
      waiting[name].catch(function () { delete waiting[name]; });
    }
    return waiting[name];
  }

  function wanted() {
    var options = Array.prototype.slice.call(form.elements.topic.options);
    var at = options.findIndex(function (one) { return one.value && one.value === form.elements.topic.value; });
    return {
      parts: fold(form.elements.word.value).split(" ").filter(Boolean),
      state: form.elements.state.value,
      size: form.elements.size.value,
      role: form.elements.role.value,
      topic: at < 1 ? 0 : 1 << (at - 1),
      ask: form.elements.ask.checked
    };
  }

  function isEmpty(wish) {
    return !(wish.parts.length || wish.state || wish.size || wish.role || wish.topic || wish.ask);
  }

  function has(text, parts) {
    return parts.every(function (part) { return text.indexOf(part) >= 0; });
  }

  function fits(member, wish) {
    return (!wish.size || member.size === wish.size) && (!wish.role || member.role === wish.role) && (!wish.ask || member.ask);
  }

  function inTopic(topics, wish) {
    return !wish.topic || (topics & wish.topic) !== 0;
  }

  /* by Land in the order of the list on the page, then by name as the data stand; examples of komma at the end */
  function search(wish) {
    var result = [];
    var examples = [];
    var options = Array.prototype.slice.call(form.elements.state.options);
    options.forEach(function (option) {
      if (!option.value || (wish.state && wish.state !== option.value)) return;
      names.forEach(function (name) {
        var shard = data[name];
        if (!shard || shard.state !== option.value) return;
        shard.members.forEach(function (member, at) {
          if (!fits(member, wish)) return;
          if (inTopic(member.topics, wish) && has(member.text, wish.parts)) {
            result.push({ title: member.name, page: member.page, kind: "member", note: words.place[member.kind] + ", " + option.text, ask: member.ask });
          }
          shard.byMember[at].forEach(function (each) {
            if (inTopic(each.topics, wish) && has(each.text + " " + member.text, wish.parts)) {
              result.push({ title: each.title, page: each.page, kind: each.kind, note: member.name + ", " + option.text });
            }
          });
        });
      });
    });
    names.forEach(function (name) {
      if (!data[name] || wish.size || wish.role || wish.ask) return;
      data[name].library.forEach(function (each) {
        if ((!wish.state || each.state === wish.state) && inTopic(each.topics, wish) && has(each.text, wish.parts)) {
          examples.push({ title: each.title, page: each.page, kind: "library", note: each.place });
        }
      });
    });
    return result.concat(examples);
  }

  function sortOut(shard) {
    if (shard.byMember) return;
    shard.byMember = shard.members.map(function () { return []; });
    shard.more.forEach(function (each) { shard.byMember[each.member].push(each); });
  }

  function element(name, text, kind) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function entry(hit) {
    var made = element("li");
    var link = element("a", hit.title);
    link.href = hit.page;
    made.appendChild(element("span", words.kinds[hit.kind] + ": ", "by"));
    made.appendChild(link);
    made.appendChild(document.createTextNode(", " + hit.note + " "));
    if (hit.ask) made.appendChild(element("span", words.ask, "mark"));
    return made;
  }

  function show() {
    var list = hits.querySelector("ul");
    if (!list) {
      list = element("ul", "", "list");
      hits.appendChild(list);
    }
    var first = null;
    found.slice(shown, shown + STEP).forEach(function (hit) {
      var made = list.appendChild(entry(hit));
      first = first || made;
    });
    shown = Math.min(shown + STEP, found.length);
    more.hidden = shown >= found.length;
    return first;
  }

  function say(count) {
    if (!count) return words.none;
    if (count === 1) return words.found_one;
    return words.found.replace("{count}", String(count).replace(/\B(?=(\d{3})+$)/g, words.separator));
  }

  function clear(text) {
    hits.textContent = "";
    more.hidden = true;
    told.textContent = text;
  }

  function run() {
    var wish = wanted();
    var turn = (asked += 1);
    remember();
    if (isEmpty(wish)) return clear(words.start);
    var needed = names.filter(function (name) {
      return !wish.state || name.indexOf("library") === 0 || name.indexOf(wish.state.toLowerCase() + "-") === 0;
    });
    if (needed.some(function (name) { return !data[name]; })) clear(words.wait);
    Promise.all(needed.map(load)).then(function () {
      if (turn !== asked) return;
      needed.forEach(function (name) { sortOut(data[name]); });
      found = search(wish);
      shown = 0;
      clear(say(found.length));
      if (found.length) show();
    }, function () {
      if (turn === asked) clear(words.broken);
    });
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(run, 250);
  }

  /* what was searched stays in the address, so that the way back from a page leads to the same results */
  function remember() {
    var parts = fields.filter(function (name) { return form.elements[name].value; }).map(function (name) {
      return name + "=" + encodeURIComponent(form.elements[name].value);
    });
    if (form.elements.ask.checked) parts.push("ask=1");
    try {
      history.replaceState(null, "", "#" + parts.join("&"));
    } catch (refused) { /* then the address stays as it is */ }
  }

  function recall() {
    location.hash.slice(1).split("&").forEach(function (part) {
      var at = part.indexOf("=");
      var name = part.slice(0, at);
      if (name === "ask") form.elements.ask.checked = true;
      if (fields.indexOf(name) < 0) return;
      try {
        form.elements[name].value = decodeURIComponent(part.slice(at + 1));
      } catch (broken) { /* an address somebody has changed by hand */ }
    });
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(timer); run(); });
  form.addEventListener("reset", function () { setTimeout(function () { run(); form.elements.word.focus(); }, 0); });
  form.addEventListener("input", soon);
  more.addEventListener("click", function () {
    var first = show();
    if (first) first.querySelector("a").focus();
  });
  form.hidden = false;
  document.getElementById("found").hidden = false;
  document.getElementById("plain-why").hidden = true;
  recall();
  if (!isEmpty(wanted())) run();
})();
