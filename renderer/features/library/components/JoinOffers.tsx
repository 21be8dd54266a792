import type { Series } from '../../../../electron/core/contract/library.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Row } from '../../../ui/index.ts';
import { declineOffer, joinSeries, offerKey } from '../actions/series.ts';
import { seriesTitle } from '../model/series.ts';
import { useLibrary } from '../store.ts';

const libraryEvents = ['library.changed'] as const;

/** Series that would make one volume together: offered one after the other, never joined by themselves. */
export function JoinOffers({ list }: { readonly list: readonly Series[] }) {
  const { data } = useQuery('library.joinOffers', {}, { refreshOn: libraryEvents });
  const declined = useLibrary((state) => state.declined);
  const busy = useLibrary((state) => state.busy);
  const offers = (data ?? []).filter((offer) => !declined.includes(offerKey(offer)));
  const offer = offers[0];
  if (!offer) return null;
  const members = list.filter(({ id }) => offer.seriesIds.includes(id));
  const isBusy = offer.seriesIds.some((id) => busy.includes(id));
  return (
    <Banner
      tone="info"
      title={t('join.title')}
      action={
        <Row>
          {offers.length > 1 && (
            <span className="library__faint">{t('join.of', { number: 1, count: offers.length })}</span>
          )}
          <AllowedButton
            needs="library.joinSeries"
            size="sm"
            isDisabled={isBusy}
            onPress={() => {
              void joinSeries(offer);
            }}
          >
            {t('join.join')}
          </AllowedButton>
          <Button
            size="sm"
            variant="quiet"
            onPress={() => {
              declineOffer(offer);
            }}
          >
            {t('join.notNow')}
          </Button>
        </Row>
      }
    >
      {offer.statement}
      <ul>
        {members.map(({ id, patientLabel, instanceCount, ...one }) => (
          <li key={id}>
            {t('join.member', { patient: patientLabel, title: seriesTitle(one), slices: instanceCount })}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
