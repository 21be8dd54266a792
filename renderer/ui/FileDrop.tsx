import { Import } from 'lucide-react';
import { useEffect, useState } from 'react';

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/** Listens on the whole window while it is shown. Returns whether files are held over it. */
function useDrop(onDrop: (transfer: DataTransfer) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const listen = (name: 'dragenter' | 'dragover' | 'dragleave' | 'drop', then: (event: DragEvent) => void) => {
      const onDrag = (event: DragEvent): void => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        then(event);
      };
      window.addEventListener(name, onDrag, { signal: stop.signal });
    };
    listen('dragenter', () => {
      setIsOver(true);
    });
    listen('dragover', ({ dataTransfer }) => {
      if (dataTransfer) dataTransfer.dropEffect = 'copy';
      setIsOver(true);
    });
    listen('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) setIsOver(false);
    });
    listen('drop', ({ dataTransfer }) => {
      setIsOver(false);
      if (dataTransfer) onDrop(dataTransfer);
    });
    return () => {
      stop.abort();
    };
  }, [onDrop]);
  return isOver;
}

/**
 * Makes the whole window take files while it is shown, and says so while they are held over it.
 * @param props.onDrop runs inside the drop's own event; the same function at every rendering
 */
export function FileDrop(props: {
  readonly title: string;
  readonly text: string;
  readonly onDrop: (transfer: DataTransfer) => void;
}) {
  const isOver = useDrop(props.onDrop);
  if (!isOver) return null;
  return (
    <div className="ui-drop" role="status">
      <div className="ui-drop__text">
        <Import aria-hidden size={34} strokeWidth={1.3} />
        <strong>{props.title}</strong>
        <span>{props.text}</span>
      </div>
    </div>
  );
}

/** A file dropped beside a target would replace the window by itself. Returns how to stop. */
export function refuseDrops(): () => void {
  const stop = new AbortController();
  const refuse = (event: DragEvent): void => {
    if (event.defaultPrevented || !hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', refuse, { signal: stop.signal });
  window.addEventListener('drop', refuse, { signal: stop.signal });
  return () => {
    stop.abort();
  };
}
