"""Who gets what of the addresses of one's own vault: everybody who is signed in, their own."""

from urls_table import EVERYBODY, Row

ROWS = {
    "vault:mine": Row(anyones=EVERYBODY),
    "vault:make": Row(anyones=EVERYBODY),
    "vault:open": Row(anyones=EVERYBODY),
    "vault:open_with_paper": Row(anyones=EVERYBODY),
    "vault:shut": Row(anyones=EVERYBODY, method="post"),
    "vault:passphrase": Row(anyones=EVERYBODY),
    "vault:new_paper": Row(anyones=EVERYBODY),
    "vault:copy": Row(anyones=EVERYBODY),
    "vault:discard": Row(anyones=EVERYBODY),
    "vault:confirm": Row(anyones=EVERYBODY),
}
