// A form in a dialog; a refusal is shown in it.

import { openDialog } from './shared/dialogs.js';
import { refresh } from './shared/drawing.js';
import { html, nothing } from './shared/lit.js';
import { failureText } from './shared/toasts.js';
import { button, notice } from './shared/ui.js';
import { t } from './shared/words.js';

/**
 * Opens a dialog with a form, which closes when its values are saved.
 * @param {string} title
 * @param {() => Content} fields
 * @param {() => Promise<unknown>} save
 * @param {() => string | undefined} [faultOf] what is wrong with the values, if anything; they are not saved then
 */
export const openForm = (title, fields, save, faultOf = () => undefined) => {
  const form = {
    /** @type {string | undefined} */
    refusal: undefined,
    busy: false,
  };

  const submit = async (/** @type {PageEvent} */ event, /** @type {() => void} */ close) => {
    event.preventDefault();
    if (form.busy) return;
    form.refusal = faultOf();
    form.busy = form.refusal === undefined;
    refresh();
    if (!form.busy) return;
    try {
      await save();
      close();
    } catch (failure) {
      form.refusal = failureText(failure);
    }
    form.busy = false;
    refresh();
  };

  return openDialog(
    (close) => html`<form class="stack" @submit=${(event) => submit(event, close)}>${fields()}
      ${form.refusal ? notice('bad', form.refusal) : nothing}
      ${button(t('save'), { tone: 'primary', size: 'large full', type: 'submit', busy: form.busy })}</form>`,
    { title },
  );
};
