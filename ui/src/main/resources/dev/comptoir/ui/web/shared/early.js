// Runs before the first paint, so that a chosen theme or language does not flash.
(() => {
  const page = document.documentElement;
  const theme = localStorage.getItem('comptoir.theme');
  if (theme) page.dataset.theme = theme;
  const language = localStorage.getItem('comptoir.language') ?? navigator.language;
  page.lang = language.startsWith('fr') ? 'fr' : 'en';
})();
