not (<{ sql|fragment }>)
