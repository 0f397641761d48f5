"""Attribution inside other tools; each module is explicit and needs the extra that it names."""
