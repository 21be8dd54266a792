import { noticeError } from '../../../app/notices.ts';
import { shell } from '../../../host/index.ts';
import { Button, TextField } from '../../../ui/index.ts';
import { bt } from '../texts.ts';

interface FolderFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A path as text; with the system's own dialog where there is one. */
export function FolderField(props: FolderFieldProps) {
  const desktop = shell();
  return (
    <>
      <TextField {...props} />
      {desktop && (
        <Button
          onPress={() => {
            desktop
              .chooseFolder()
              .then((path) => {
                if (path !== null) props.onChange(path);
              })
              .catch(noticeError);
          }}
        >
          {bt('choose')}
        </Button>
      )}
    </>
  );
}
