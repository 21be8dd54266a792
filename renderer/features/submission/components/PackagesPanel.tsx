import { Download } from 'lucide-react';
import type { SubmittedPackage } from '../../../../electron/core/contract/package.ts';
import { noticeError } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { Button, Panel } from '../../../ui/index.ts';
import { download } from '../actions.ts';
import { st } from '../texts.ts';

/** Every package of the subject, newest first, with what it replaced and why. */
export function PackagesPanel({ packages }: { readonly packages: readonly SubmittedPackage[] }) {
  const { data: key } = useQuery('package.signingKey', {});
  return (
    <Panel title={st('packages')} flush={packages.length > 0}>
      {packages.length === 0 ? (
        <p className="submission__text">{st('noPackages')}</p>
      ) : (
        <table className="ui-table">
          <thead>
            <tr>
              {(['when', 'name', 'form', 'missing', 'replaces'] as const).map((column) => (
                <th key={column} scope="col">
                  {st(`column.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{st('download')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {packages.map((each) => (
              <PackageRow key={each.id} submitted={each} />
            ))}
          </tbody>
        </table>
      )}
      {key && packages.length === 0 && <KeyLine fingerprint={key.fingerprint} />}
      {key && packages.length > 0 && (
        <footer className="results__foot">
          <KeyLine fingerprint={key.fingerprint} />
        </footer>
      )}
    </Panel>
  );
}

const KeyLine = ({ fingerprint }: { readonly fingerprint: string }) => (
  <p className="submission__key">{st('key', { fingerprint })}</p>
);

function PackageRow({ submitted }: { readonly submitted: SubmittedPackage }) {
  const { name, createdAt, form, missingCount, incompleteReason, replaceReason, url } = submitted;
  return (
    <tr>
      <td>{createdAt.slice(0, 16).replace('T', ' ')} UTC</td>
      <th scope="row" className="submission__name">
        {name}
      </th>
      <td>{st(`form.${form}`)}</td>
      <td>{missingCount === 0 ? st('none') : `${missingCount}: ${incompleteReason ?? ''}`}</td>
      <td>{replaceReason ?? st('first')}</td>
      <td>
        {url === null ? (
          st('elsewhere')
        ) : (
          <Button
            size="sm"
            icon={Download}
            aria-label={st('downloadName', { name })}
            onPress={() => {
              download(url, name).catch(noticeError);
            }}
          >
            {st('download')}
          </Button>
        )}
      </td>
    </tr>
  );
}
