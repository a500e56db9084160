/** Where the browser keeps the choice of theme. */
export const THEME_KEY = 'aviary-theme'

/** Runs before the first paint, with the page's nonce, so that the other theme never flashes. */
export const themeScript = [
  `{let c=null;try{c=localStorage.getItem('${THEME_KEY}')}catch{}`,
  "const d=c==='dark'||(c!=='light'&&matchMedia('(prefers-color-scheme: dark)').matches);",
  "document.documentElement.dataset.theme=d?'dark':'light'}",
].join('')
