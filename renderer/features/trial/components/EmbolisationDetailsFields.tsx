import {
  embolisationDetails,
  hepaticAccess,
  portalAccess,
  technicalSuccess,
} from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { DateField, Disclosure, Grid, NumberField, Select, Stack, TextField } from '../../../ui/index.ts';
import { cirseGrades, emptyProduct, type EmbolisationDraft } from '../drafts.ts';
import type { Errors } from '../forms.ts';
import { NoteField } from './NoteField.tsx';

interface FieldsProps {
  readonly draft: EmbolisationDraft;
  readonly errors: Errors<EmbolisationDraft>;
  readonly edit: (change: Partial<EmbolisationDraft>) => void;
}

/** How it was done: all of it may be left open. */
export function EmbolisationDetailsFields({ draft, errors, edit }: FieldsProps) {
  return (
    <Disclosure summary={t('embolisation.details')}>
      <Stack gap={4}>
        <Grid>
          <TextField
            label={t('embolisation.time')}
            placeholder="HH:MM"
            maxLength={5}
            value={draft.time}
            error={errors.time}
            onChange={(time) => {
              edit({ time });
            }}
          />
          <Select
            label={t('embolisation.operator')}
            value={draft.operatorRole}
            options={embolisationDetails.shape.operatorRole
              .unwrap()
              .options.map((value) => ({ value, label: t(`operator.${value}`) }))}
            onChange={(operatorRole) => {
              edit({ operatorRole });
            }}
          />
        </Grid>
        {draft.kind === 'pve_hve' && <Sessions draft={draft} errors={errors} edit={edit} />}
        <Access draft={draft} errors={errors} edit={edit} />
        <Products draft={draft} errors={errors} edit={edit} />
        <Result draft={draft} errors={errors} edit={edit} />
      </Stack>
    </Disclosure>
  );
}

/** Portal and hepatic veins in one session, or the hepatic ones on a day of their own. */
function Sessions({ draft, errors, edit }: FieldsProps) {
  return (
    <Grid>
      <Select
        label={t('embolisation.sameSession')}
        value={draft.sameSession}
        options={yesNo}
        onChange={(sameSession) => {
          edit({ sameSession });
        }}
      />
      {draft.sameSession === 'no' && (
        <>
          <DateField
            label={t('embolisation.hepaticDate')}
            value={draft.hepaticDate}
            error={errors.hepaticDate}
            onChange={(hepaticDate) => {
              edit({ hepaticDate });
            }}
          />
          <TextField
            label={t('embolisation.hepaticTime')}
            placeholder="HH:MM"
            maxLength={5}
            value={draft.hepaticTime}
            error={errors.hepaticTime}
            onChange={(hepaticTime) => {
              edit({ hepaticTime });
            }}
          />
        </>
      )}
    </Grid>
  );
}

function Access({ draft, edit }: FieldsProps) {
  return (
    <Grid>
      {draft.kind !== 'hve' && (
        <Select
          label={t('embolisation.portalAccess')}
          value={draft.portalAccess}
          options={portalAccess.options.map((value) => ({ value, label: t(`access.${value}`) }))}
          onChange={(access) => {
            edit({ portalAccess: access });
          }}
        />
      )}
      {draft.kind !== 'pve' && (
        <Select
          label={t('embolisation.hepaticAccess')}
          value={draft.hepaticAccess}
          options={hepaticAccess.options.map((value) => ({ value, label: t(`access.${value}`) }))}
          onChange={(access) => {
            edit({ hepaticAccess: access });
          }}
        />
      )}
    </Grid>
  );
}

/** Number and size of each material that was chosen. */
function Products({ draft, errors, edit }: FieldsProps) {
  const products = draft.materials.map((material) => {
    const product = draft.products[material] ?? emptyProduct;
    const name = t(`material.${material}`);
    const change = (part: Partial<typeof product>) => {
      edit({ products: { ...draft.products, [material]: { ...product, ...part } } });
    };
    return (
      <Grid key={material}>
        <NumberField
          label={t('embolisation.count', { material: name })}
          value={product.count}
          error={errors.products}
          onChange={(count) => {
            change({ count });
          }}
        />
        <TextField
          label={t('embolisation.size', { material: name })}
          placeholder={t('embolisation.sizeHint')}
          maxLength={60}
          value={product.size}
          onChange={(size) => {
            change({ size });
          }}
        />
      </Grid>
    );
  });
  return (
    <>
      {products}
      {draft.materials.includes('glue_lipiodol') && (
        <TextField
          label={t('embolisation.glueRatio')}
          hint={t('embolisation.glueRatioHint')}
          placeholder="1:4"
          maxLength={6}
          value={draft.glueRatio}
          error={errors.glueRatio}
          onChange={(glueRatio) => {
            edit({ glueRatio });
          }}
        />
      )}
    </>
  );
}

const yesNo = (['yes', 'no'] as const).map((value) => ({ value, label: t(`outcome.${value}`) }));
const successes = technicalSuccess.options.map((value) => ({ value, label: t(`success.${value}`) }));

function Result({ draft, edit }: FieldsProps) {
  return (
    <Grid>
      {draft.kind !== 'hve' && (
        <Select
          label={t('embolisation.portalSuccess')}
          value={draft.portalSuccess}
          options={successes}
          onChange={(portalSuccess) => {
            edit({ portalSuccess });
          }}
        />
      )}
      {draft.kind !== 'pve' && (
        <Select
          label={t('embolisation.hepaticSuccess')}
          value={draft.hepaticSuccess}
          options={successes}
          onChange={(hepaticSuccess) => {
            edit({ hepaticSuccess });
          }}
        />
      )}
      <Select
        label={t('embolisation.cirse')}
        value={draft.cirseGrade}
        options={cirseGrades.map((value) => ({ value, label: t(`cirse.${value}`) }))}
        onChange={(cirseGrade) => {
          edit({ cirseGrade });
        }}
      />
      <Select
        label={t('embolisation.reintervention')}
        value={draft.reintervention}
        options={yesNo}
        onChange={(reintervention) => {
          edit({ reintervention });
        }}
      />
      {draft.cirseGrade !== null && draft.cirseGrade !== '0' && (
        <NoteField
          label={t('embolisation.complication')}
          value={draft.complication}
          onChange={(complication) => {
            edit({ complication });
          }}
        />
      )}
    </Grid>
  );
}
