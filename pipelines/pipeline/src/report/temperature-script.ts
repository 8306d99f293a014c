/**
 * Lets a reader choose the temperature of the large predictions: for all photos with the buttons, for one by
 * clicking a small picture. The page says all it has to say without it.
 */
export const TEMPERATURE_SCRIPT = `
const show = (picture) => {
  const shown = picture.closest('.card').querySelector('.shown');
  shown.querySelector('img').src = picture.src;
  shown.querySelector('img').alt = picture.alt;
  shown.querySelector('output').textContent = picture.dataset.temperature;
};
const pictures = [...document.querySelectorAll('.strip img')];
for (const picture of pictures) picture.addEventListener('click', () => show(picture));
const chooser = document.getElementById('temperature-switch');
const buttons = chooser ? [...chooser.querySelectorAll('button')] : [];
for (const button of buttons) {
  button.addEventListener('click', () => {
    for (const one of buttons) one.setAttribute('aria-pressed', String(one === button));
    for (const one of pictures) if (one.dataset.temperature === button.dataset.temperature) show(one);
  });
}
if (chooser) chooser.hidden = false;
`;
