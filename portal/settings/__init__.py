"""Settings by environment (`local`, `test`, `production`) and by process (`PORTAL_PROCESS`)."""
