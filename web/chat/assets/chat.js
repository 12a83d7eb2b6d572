/*
 * The villagers' chat page. One file on purpose, long as it is, without a library or a build step: one request on a
 * weak network. Syntax of 2017 and plain XMLHttpRequest, so that the WebView of an old phone runs it. What people and
 * the bot wrote is shown as text only, never as markup.
 *
 * The server keeps what the bot said and tells it again after a reload; this page keeps what the person wrote, in
 * localStorage, until the server has it and afterwards to show it again. A message is sent again under its own id until
 * the server says that it is saved, so nothing is lost and nothing arrives twice.
 */
(function chat() {
  'use strict';

  const { base, chat: chatId, new: isNew, maxFile, fileTooBig } = document.body.dataset;
  const STORE = 'doi-thoai:';
  const KEPT = 300;
  const SAY = {
    sending: 'Đang gửi…',
    sent: 'Đã gửi',
    retrying: 'Chưa gửi được, đang thử lại',
    offline: 'Mất mạng. Tin vẫn còn đây và sẽ tự gửi khi có mạng.',
    connecting: 'Đang nối lại với máy chủ…',
    refused: 'Tin này chưa gửi được. Ông/bà thử lại giúp ạ.',
    fileGone: 'Tệp này chưa kịp gửi. Ông/bà chọn lại giúp ạ.',
    news: '↓ Có tin mới',
    more: '↓ Đọc tiếp',
    edit: 'Sửa lại',
    remove: 'Bỏ',
    bot: 'Trợ lý: ',
    me: 'Ông/bà: ',
    file: 'Tệp: ',
    leave: 'Xoá cuộc trò chuyện khỏi máy này?\n\nÝ kiến đã gửi vẫn được giữ ở xã. Muốn xem lại, ông/bà cần mã phiếu.',
    leaveFailed: 'Chưa xoá được vì mất mạng. Ông/bà thử lại sau giúp ạ.',
  };
  const BIG_PHOTO = 2 * 1024 * 1024;
  const PHOTO_SIDE = 2560;
  const THUMB_SIDE = 240;

  const log = byId('log');
  const lines = byId('lines');
  const text = byId('text');
  const file = byId('file');
  const newer = byId('newer');

  /**
   * What this person sent, by its id: { id, kind, what that kind carries, seq, after, state, problem }. `after` is the
   * order of the last thing that they had read; `state` is waiting, sent, refused or gone.
   */
  const mine = new Map();
  /** Contents of files that wait; they do not survive a reload. */
  const blobs = new Map();
  /** What the bot said, by the outbox's id: { order, prompt, buttons }. */
  const said = new Map();
  const shown = new Map();
  let lastOrder = 0;
  let pumping = false;
  let failures = 0;
  let retryTimer = 0;
  let typingTimer = 0;
  let ready = false;
  let trouble = '';
  let disconnected = false;

  // --- Small helpers

  function byId(id) {
    return document.getElementById(id);
  }

  function element(tag, className, content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  /** What the action gives, or undefined when it fails: storage switched off or full, an answer that is not JSON. */
  function attempt(action) {
    try {
      return action();
      // oxlint-disable-next-line no-unused-vars -- browsers of 2017 know no catch without a name
    } catch (error) {
      return undefined;
    }
  }

  function newId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function hex(byte) {
      return (byte + 256).toString(16).slice(1);
    }).join('');
  }

  // --- What the phone keeps

  function stored() {
    const list = attempt(function read() {
      return JSON.parse(localStorage.getItem(STORE + chatId));
    });
    return Array.isArray(list) ? list : [];
  }

  /** Merges with what another tab may have written meanwhile; "sent" is never taken back. */
  function keep() {
    const all = new Map();
    stored().forEach(function known(entry) {
      all.set(entry.id, entry);
    });
    mine.forEach(function own(entry, id) {
      const other = all.get(id);
      if (entry.state === 'gone') all.delete(id);
      else if (!(other && other.state === 'sent')) all.set(id, entry);
    });
    let list = Array.from(all.values()).sort(bySeq);
    while (list.length > 0) {
      const sent = list.filter(function isSent(entry) {
        return entry.state === 'sent';
      });
      if (list.length > KEPT && sent.length > 0) list.splice(list.indexOf(sent[0]), 1);
      else if (write(list) || sent.length === 0) return;
      else list = list.filter(function younger(entry) {
        return sent.indexOf(entry) < 0 || sent.indexOf(entry) >= Math.ceil(sent.length / 2);
      });
    }
    write(list);
  }

  /** False when the phone's storage is full or switched off; the page then remembers until it is closed. */
  function write(list) {
    return Boolean(attempt(function save() {
      localStorage.setItem(STORE + chatId, JSON.stringify(list));
      return true;
    }));
  }

  function forgetOthers() {
    attempt(function clear() {
      Object.keys(localStorage).forEach(function each(key) {
        if (key.indexOf(STORE) === 0 && key !== STORE + chatId) localStorage.removeItem(key);
      });
    });
  }

  function bySeq(a, b) {
    return a.seq - b.seq;
  }

  // --- The log

  /** The bot's messages stand by their order; the person's own behind the last one that they had seen when writing. */
  function insert(item, order, seq, isMine) {
    const wasAtEnd = atEnd();
    item.order = order;
    item.seq = seq;
    let before = lines.lastElementChild;
    while (before && (before.order > order || (before.order === order && before.seq > seq))) {
      before = before.previousElementSibling;
    }
    lines.insertBefore(item, before ? before.nextElementSibling : lines.firstElementChild);
    if (!ready) return;
    if (isMine) scrollToEnd();
    else if (wasAtEnd) reveal(item);
    else offer(SAY.news);
  }

  /** Shows the newest to its end; what is longer than the screen is read from its beginning. */
  function reveal(item) {
    const banner = document.querySelector('.rehearsal');
    const above = (banner ? banner.offsetHeight : 0) + 12;
    const room = window.innerHeight - byId('composer').offsetHeight - above;
    scrollToEnd();
    if (item.offsetHeight <= room) return;
    window.scrollTo(0, item.offsetTop - above);
    offer(SAY.more);
  }

  /** A key that leads down. */
  function offer(words) {
    newer.textContent = words;
    newer.hidden = false;
  }

  function atEnd() {
    return window.innerHeight + window.pageYOffset >= document.documentElement.scrollHeight - 160;
  }

  function scrollToEnd() {
    newer.hidden = true;
    window.scrollTo(0, document.documentElement.scrollHeight);
  }

  function showLine(line) {
    if (said.has(line.id)) return;
    lastOrder = Math.max(lastOrder, line.order);
    const item = element('li', 'bot');
    const bubble = element('p', 'bubble');
    bubble.append(element('span', 'label', SAY.bot), line.text);
    item.append(bubble);
    const buttons = line.choices.map(function toButton(choice, index) {
      const button = element('button', 'choice');
      button.type = 'button';
      button.append(element('span', 'digit', String(index + 1)), element('span', 'words', choice.label));
      button.addEventListener('click', function press() {
        const pressed = { choice: choice.id, label: choice.label, line: line.id };
        if (line.prompt) send(Object.assign({ kind: 'choice', prompt: line.prompt }, pressed));
        else send(Object.assign({ kind: 'text', text: choice.label }, pressed));
        // A pressed button can be pressed no more, so the keyboard needs another place; on a phone it would pop up.
        if (hasKeyboard()) text.focus();
      });
      button.choice = choice.id;
      return button;
    });
    if (buttons.length > 0) {
      const list = element('div', 'choices');
      list.append(...buttons);
      item.append(list);
    }
    said.set(line.id, { order: line.order, prompt: line.prompt, buttons });
    insert(item, line.order, 0, false);
    refreshChoices();
    refreshTyping();
  }

  /** A question is open until it is answered by a button or another question follows. */
  function refreshChoices() {
    const pressed = new Map();
    mine.forEach(function each(entry) {
      if (entry.line && entry.state !== 'refused' && entry.state !== 'gone') pressed.set(entry.line, entry.choice);
    });
    const latest = Math.max(0, ...Array.from(said.values(), function questionOrder(line) {
      return line.prompt || line.buttons.length > 0 ? line.order : 0;
    }));
    said.forEach(function each(line, id) {
      line.buttons.forEach(function button(made) {
        made.disabled = pressed.has(id) || line.order < latest;
        made.classList.toggle('chosen', pressed.get(id) === made.choice);
      });
    });
  }

  function showMine(entry) {
    if (entry.kind === 'start') return;
    const item = element('li', 'mine');
    const bubble = element('p', 'bubble');
    bubble.append(element('span', 'label', SAY.me));
    if (entry.thumb) {
      const photo = element('img');
      photo.src = entry.thumb;
      photo.alt = entry.name || '';
      bubble.append(photo);
    } else {
      bubble.append(entry.kind === 'media' ? SAY.file + entry.name : entry.label || entry.text);
    }
    item.append(bubble, element('p', 'state'));
    shown.set(entry.id, item);
    insert(item, entry.after, entry.seq, true);
    refreshMine(entry);
  }

  function refreshMine(entry, progress) {
    const item = shown.get(entry.id);
    if (!item) return;
    const wasAtEnd = atEnd();
    item.className = 'mine ' + entry.state;
    const state = item.querySelector('.state');
    state.textContent = '';
    if (entry.state === 'sent') state.textContent = SAY.sent;
    if (entry.state === 'waiting') {
      state.textContent = failures > 0 ? SAY.retrying : SAY.sending + (progress ? ' ' + progress + '%' : '');
    }
    if (entry.state === 'refused') {
      state.append(entry.problem);
      const button = element('button', 'again', entry.kind === 'text' ? SAY.edit : SAY.remove);
      button.type = 'button';
      button.addEventListener('click', function takeBack() {
        if (entry.kind === 'text') {
          text.value = text.value ? entry.text + '\n' + text.value : entry.text;
          grow();
          text.focus();
        }
        drop(entry);
      });
      state.append(button);
    }
    if (ready && wasAtEnd) scrollToEnd();
  }

  function drop(entry) {
    entry.state = 'gone';
    const item = shown.get(entry.id);
    if (item) item.remove();
    keep();
    mine.delete(entry.id);
    shown.delete(entry.id);
    blobs.delete(entry.id);
    refreshChoices();
  }

  /** Dots while the last thing that the person sent has arrived and nothing was said since; for half a minute. */
  function refreshTyping() {
    const last = Array.from(mine.values()).sort(bySeq).pop();
    const waits = Boolean(last && last.fresh && last.state === 'sent' && last.after >= lastOrder);
    const typing = byId('typing');
    clearTimeout(typingTimer);
    if (waits) {
      typingTimer = setTimeout(function giveUp() {
        typing.hidden = true;
      }, 30000);
    }
    if (typing.hidden === !waits) return;
    typing.hidden = !waits;
    if (waits && newer.hidden) scrollToEnd();
  }

  function refreshStatus() {
    const now = navigator.onLine === false ? SAY.offline : trouble || (disconnected ? SAY.connecting : '');
    const status = byId('status');
    if (status.textContent === now) return;
    const wasAtEnd = atEnd();
    status.textContent = now;
    status.hidden = !now;
    if (ready && wasAtEnd) scrollToEnd();
  }

  /** On a first visit there is nothing to remove yet, and less to read. */
  function refreshLeave() {
    byId('leave').hidden = shown.size === 0;
  }

  // --- Sending

  function send(content, blob) {
    const seq = Math.max(0, ...Array.from(mine.values(), function seqOf(entry) {
      return entry.seq;
    })) + 1;
    const entry = Object.assign({ id: newId(), after: lastOrder, seq, state: 'waiting' }, content);
    // Not kept: whether an answer is awaited in this visit.
    Object.defineProperty(entry, 'fresh', { value: true });
    mine.set(entry.id, entry);
    if (blob) blobs.set(entry.id, blob);
    keep();
    showMine(entry);
    refreshChoices();
    refreshTyping();
    refreshLeave();
    void pump();
  }

  /** Sends what waits, one after the other in the order of writing. */
  async function pump() {
    if (pumping) return;
    pumping = true;
    clearTimeout(retryTimer);
    let entry = nextWaiting();
    while (entry) {
      const answer = await post(entry);
      if (answer.again) {
        failures += 1;
        trouble = entry.kind === 'start' ? SAY.connecting : answer.message || '';
        retryTimer = setTimeout(pump, Math.max(answer.after * 1000, Math.min(30000, 1000 * Math.pow(2, failures))));
        break;
      }
      failures = 0;
      trouble = '';
      entry.state = answer.saved ? 'sent' : 'refused';
      if (!answer.saved) entry.problem = answer.message || SAY.refused;
      blobs.delete(entry.id);
      keep();
      refreshMine(entry);
      refreshChoices();
      refreshTyping();
      entry = nextWaiting();
    }
    pumping = false;
    mine.forEach(function each(waiting) {
      if (waiting.state === 'waiting') refreshMine(waiting);
    });
    refreshStatus();
  }

  function nextWaiting() {
    return Array.from(mine.values()).sort(bySeq).find(function waits(entry) {
      return entry.state === 'waiting';
    });
  }

  function post(entry) {
    if (entry.kind === 'media') return postFile(entry);
    const body = { id: entry.id, kind: entry.kind };
    if (entry.kind === 'text') body.text = entry.text;
    if (entry.kind === 'start' && entry.payload) body.payload = entry.payload;
    if (entry.kind === 'choice') Object.assign(body, { prompt: entry.prompt, choice: entry.choice });
    return request('/messages', JSON.stringify(body), { timeout: 20000, json: true });
  }

  function postFile(entry) {
    const blob = blobs.get(entry.id);
    if (!blob) return Promise.resolve({ message: SAY.fileGone });
    if (blob.size > Number(maxFile)) return Promise.resolve({ message: fileTooBig });
    const form = new FormData();
    form.append('id', entry.id);
    if (entry.album) form.append('album', entry.album);
    form.append('file', blob, entry.name);
    return request('/files', form, {
      timeout: 600000,
      progress: function progress(event) {
        if (event.lengthComputable) refreshMine(entry, Math.round((event.loaded / event.total) * 100));
      },
    });
  }

  /**
   * Resolves with { saved } or { message } for good, or with { again, after }. Only the server's own word counts: the
   * log-in page of a public network answers everything with 200 as well.
   */
  function request(path, body, options) {
    return new Promise(function ask(resolve) {
      const call = new XMLHttpRequest();
      call.open('POST', base + path);
      call.timeout = options.timeout;
      if (options.json) call.setRequestHeader('Content-Type', 'application/json');
      if (options.progress && call.upload) call.upload.addEventListener('progress', options.progress);
      call.addEventListener('loadend', function ended() {
        const answer = attempt(function read() {
          return JSON.parse(call.responseText);
        }) || {};
        if (call.status === 200 && (answer.saved || answer.left)) resolve({ saved: true });
        else if (answer.retry === false && answer.code) resolve({ message: answer.message });
        else if (call.status === 413) resolve({ message: '' });
        else {
          const after = Number(call.getResponseHeader('Retry-After')) || 0;
          resolve({ again: true, after, message: answer.message });
        }
      });
      call.send(body);
    });
  }

  // --- Listening

  function listen() {
    const source = new EventSource(base + '/events?after=' + lastOrder);
    let late = setTimeout(lost, 4000);

    function lost() {
      disconnected = true;
      refreshStatus();
    }
    source.addEventListener('open', function opened() {
      clearTimeout(late);
      disconnected = false;
      refreshStatus();
      if (failures > 0) void pump();
    });
    source.addEventListener('line', function line(event) {
      showLine(JSON.parse(event.data));
    });
    source.addEventListener('ready', caughtUp);
    source.addEventListener('error', function failed() {
      clearTimeout(late);
      late = setTimeout(lost, 4000);
      // A proxy's error page ends the stream for good; a broken line is renewed by the browser itself.
      if (source.readyState !== 2) return;
      source.close();
      setTimeout(listen, 4000);
    });
  }

  function caughtUp() {
    if (ready) return;
    // What the server has forgotten (erased, or its time was up) is not kept here either.
    const first = Math.min(...Array.from(said.values(), function orderOf(line) {
      return line.order;
    }));
    mine.forEach(function each(entry) {
      if (entry.state === 'sent' && entry.after > 0 && entry.after < first) drop(entry);
    });
    ready = true;
    log.removeAttribute('aria-busy');
    const last = lines.lastElementChild;
    if (last && last.className === 'bot') reveal(last);
    else scrollToEnd();
  }

  // --- Writing

  function grow() {
    const wasAtEnd = atEnd();
    text.style.height = 'auto';
    text.style.height = Math.min(text.scrollHeight + 4, Math.round(window.innerHeight * 0.35)) + 'px';
    if (wasAtEnd) scrollToEnd();
  }

  function submit(event) {
    event.preventDefault();
    const written = text.value;
    if (!written.trim()) {
      text.focus();
      return;
    }
    text.value = '';
    grow();
    send({ kind: 'text', text: written });
    text.focus();
  }

  /** Enter sends where there is a real keyboard; on a phone it is a new line. Never while a letter is composed. */
  function keyPressed(event) {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    if (hasKeyboard()) submit(event);
  }

  function hasKeyboard() {
    return window.matchMedia('(pointer: fine)').matches;
  }

  async function filesChosen() {
    const chosen = Array.from(file.files);
    file.value = '';
    const album = chosen.length > 1 ? newId() : undefined;
    for (const each of chosen) {
      const photo = await readPhoto(each);
      send({ kind: 'media', name: each.name || 'anh.jpg', thumb: photo.thumb, album }, photo.blob);
    }
  }

  /** A small picture to show, and a smaller copy of a very big photo: it would take minutes on a weak network. */
  function readPhoto(chosen) {
    return new Promise(function read(resolve) {
      if (chosen.type.indexOf('image/') !== 0) {
        resolve({ blob: chosen });
        return;
      }
      const url = URL.createObjectURL(chosen);
      const photo = new Image();
      photo.addEventListener('load', function loaded() {
        URL.revokeObjectURL(url);
        const thumb = draw(photo, THUMB_SIDE).toDataURL('image/jpeg', 0.6);
        if (chosen.size <= BIG_PHOTO) {
          resolve({ blob: chosen, thumb });
          return;
        }
        draw(photo, PHOTO_SIDE).toBlob(function made(smaller) {
          resolve({ blob: smaller && smaller.size < chosen.size ? smaller : chosen, thumb });
        }, 'image/jpeg', 0.85);
      });
      photo.addEventListener('error', function unreadable() {
        URL.revokeObjectURL(url);
        resolve({ blob: chosen });
      });
      photo.src = url;
    });
  }

  function draw(photo, side) {
    const scale = Math.min(1, side / Math.max(photo.naturalWidth, photo.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(photo.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(photo.naturalHeight * scale));
    canvas.getContext('2d').drawImage(photo, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  async function leave() {
    // oxlint-disable-next-line no-alert
    if (!window.confirm(SAY.leave)) return;
    const answer = await request('/leave', '', { timeout: 10000 });
    if (!answer.saved) {
      trouble = SAY.leaveFailed;
      refreshStatus();
      return;
    }
    attempt(function clear() {
      localStorage.removeItem(STORE + chatId);
    });
    location.reload();
  }

  // --- Beginning

  function absorb(list) {
    list.sort(bySeq).forEach(function each(entry) {
      const known = mine.get(entry.id);
      // The tab that holds the file sent it; or both sent the text, under one id.
      if (known && known.state !== 'sent' && entry.state === 'sent') {
        known.state = 'sent';
        refreshMine(known);
      }
      if (known) return;
      mine.set(entry.id, entry);
      showMine(entry);
    });
    refreshChoices();
    refreshLeave();
  }

  function begin() {
    if (isNew === '1') forgetOthers();
    absorb(stored());
    const link = /[?&]start=([\w-]{1,64})(?:&|$)/.exec(location.search);
    // The link counts once: a reload is not another visit to it.
    if (location.search) history.replaceState(null, '', location.pathname);
    if (link || isNew === '1') send({ kind: 'start', payload: link ? link[1] : undefined });
    else void pump();
    listen();
    refreshStatus();
  }

  byId('composer').addEventListener('submit', submit);
  text.addEventListener('input', grow);
  text.addEventListener('keydown', keyPressed);
  byId('attach').addEventListener('click', function choose() {
    file.click();
  });
  file.addEventListener('change', filesChosen);
  newer.addEventListener('click', scrollToEnd);
  window.addEventListener('scroll', function scrolled() {
    if (atEnd()) newer.hidden = true;
  });
  byId('leave').addEventListener('click', leave);
  window.addEventListener('online', function back() {
    refreshStatus();
    void pump();
  });
  window.addEventListener('offline', refreshStatus);
  window.addEventListener('storage', function elsewhere(event) {
    if (event.key !== STORE + chatId) return;
    if (event.newValue === null) location.reload();
    else absorb(stored());
  });
  begin();
})();
