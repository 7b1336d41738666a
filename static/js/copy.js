// A button that copies what stands in a field. Without the script the field can be selected by hand.

export default function copy(button) {
  const field = document.getElementById(button.dataset.copies);
  const said = button.textContent;
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = said), 2_000);
    } catch {
      field.select();
    }
  });
}
