/** Small comforts; every page works without them. */

// A filter applies as soon as something else is chosen.
for (const form of document.querySelectorAll('form[data-auto]')) {
  form.addEventListener('change', (event) => {
    if (event.target.matches('select, input[type=checkbox][name]')) form.requestSubmit();
  });
}

// A second press of a button sends nothing twice; coming back by the browser's button makes it work again.
for (const form of document.querySelectorAll('form[method=post]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// A link that is shown once is selected whole, ready to be copied.
for (const field of document.querySelectorAll('input[data-copy]')) {
  field.addEventListener('focus', () => field.select());
  field.focus();
}
