"""Writes domain/phone/zones.json: zone, country and region by number prefix, from PyPI `phonenumbers`.

Usage: pip install phonenumbers==9.0.43 && python tools/zones/generate.py > domain/phone/zones.json
The result depends on the version of the package alone; it is committed, and its `source` names the version.

- zones: prefix -> IANA zones, from the package's time zone data (Google libphonenumber), plus CORRECTIONS.
- countries: calling code -> its main country; for +1 and +7, which many countries share, also longer prefixes.
- regions: +1 area code -> states or provinces, from the geocoding names of the area code and of all longer
  prefixes. A name that is no state, province or place with one is left out; so is a code without any.
"""
import json
import re
import sys

import phonenumbers
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.tzdata import TIMEZONE_DATA

# Spanish mobile numbers (6, 7) are national, and so may be in the Canary Islands; the package says Madrid only.
# Source: Plan Nacional de Numeracion Telefonica (Real Decreto 2296/2004), which ties only 8 and 9 to provinces.
CORRECTIONS = {"346": ("Atlantic/Canary", "Europe/Madrid"), "347": ("Atlantic/Canary", "Europe/Madrid")}

STATES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "Florida": "FL", "Georgia": "GA", "Hawaii": "HI", "Idaho": "ID",
    "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA",
    "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN",
    "Mississippi": "MS", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE", "Nevada": "NV",
    "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM", "New York": "NY", "North Carolina": "NC",
    "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA",
    "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN", "Texas": "TX",
    "Utah": "UT", "Vermont": "VT", "Virginia": "VA", "Washington State": "WA", "Washington D.C.": "DC",
    "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
    "Alberta": "AB", "British Columbia": "BC", "British Colombia": "BC", "Manitoba": "MB",
    "New Brunswick": "NB", "Newfoundland and Labrador": "NL", "Newfoundland": "NL", "Nova Scotia": "NS",
    "Ontario": "ON", "Quebec": "QC", "Saskatchewan": "SK",
}
CODES = set(STATES.values()) | {"PE", "NT", "NU", "YT"}


def regions_of(name):
    """States and provinces that a geocoding name mentions: "Ohio", "San Antonio, TX", "Idaho/Oregon"."""
    tail = re.search(r",\s*([A-Z]{2})$", name)
    if tail and tail[1] in CODES:
        return {tail[1]}  # Not the words before it: "California, MD" and "Wyoming, MI" are towns.
    return {STATES[part] for part in re.split(r"\s*(?:/|,| and )\s*", name) if part in STATES}


def country_of(number):
    """ISO country of a valid or merely possible number, or None."""
    region = phonenumbers.region_code_for_number(phonenumbers.parse("+" + number))
    return region if region and region != "001" else None


def countries():
    table = {}
    for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        if regions[0] != "001":
            table[str(code)] = regions[0]
    for area in range(200, 1000):
        country = country_of(f"1{area}5550123")
        if country and country != table["1"]:
            table[f"1{area}"] = country
    table.update({"76": "KZ", "77": "KZ"})
    return table


def area_regions():
    table = {}
    for prefix, names in GEOCODE_DATA.items():
        if prefix.startswith("1") and len(prefix) >= 4 and "en" in names:
            table.setdefault(prefix[:4], set()).update(regions_of(names["en"]))
    return {area: sorted(found) for area, found in sorted(table.items()) if found}


def main():
    zones_of = {**TIMEZONE_DATA, **CORRECTIONS}
    sets = sorted({tuple(sorted(zones)) for zones in zones_of.values()})
    index = {zones: position for position, zones in enumerate(sets)}
    table = {
        "source": f"PyPI phonenumbers {phonenumbers.__version__} (tools/zones/generate.py)",
        "zoneSets": [list(zones) for zones in sets],
        "prefixes": {prefix: index[tuple(sorted(zones_of[prefix]))] for prefix in sorted(zones_of)},
        "countries": dict(sorted(countries().items())),
        "regions": area_regions(),
    }
    json.dump(table, sys.stdout, ensure_ascii=True, separators=(",", ":"))
    sys.stdout.write("\n")


main()
