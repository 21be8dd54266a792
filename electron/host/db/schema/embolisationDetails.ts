/** How an embolisation was done; NULL for those recorded before it was asked. */
export const embolisationDetailsSchema = /* sql */ `
ALTER TABLE embolisation ADD COLUMN details TEXT CHECK (details IS NULL OR json_valid(details));
`;
