import { useState } from 'preact/hooks';

/** A command to type in the workspace, with a button that copies it. */
export function Command({ text }: { readonly text: string }) {
  const [said, setSaid] = useState('Copy');
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Select and copy it by hand'), // a browser may refuse
    );
  };
  return (
    <p class="runs-command">
      <code>{text}</code>
      <button type="button" onClick={copy} aria-label={`Copy ${text}`}>
        {said}
      </button>
    </p>
  );
}
