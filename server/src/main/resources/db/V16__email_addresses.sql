-- An address to which a code for a new password can be sent. It is stored here once a code that was sent there came back,
-- or when the operator sets it.
ALTER TABLE listener ADD COLUMN email_address text CHECK (octet_length(email_address) BETWEEN 3 AND 254);

-- Addresses are ASCII, so that this collation folds all of their letters.
CREATE INDEX listener_by_email_address ON listener (lower(email_address COLLATE "C"))
  WHERE email_address IS NOT NULL;

ALTER TABLE account_code
  -- The address to which the code was sent; null for a code that the operator handed out.
  ADD COLUMN sent_to text CHECK (octet_length(sent_to) BETWEEN 3 AND 254),
  -- Whether the code confirms that address, and sets no password.
  ADD COLUMN confirms_address boolean NOT NULL DEFAULT false
    CHECK (NOT confirms_address OR (listener_id IS NOT NULL AND sent_to IS NOT NULL));
