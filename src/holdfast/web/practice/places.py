"""Zones, countries and currencies to choose from.

Countries come from the list of ISO 3166 in the time zone database; currencies are the active codes
of ISO 4217 that are money people are paid in.
"""

from functools import cache
from importlib import resources
from zoneinfo import available_timezones

CURRENCIES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
    "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
    "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS "
    "UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
         "Pacific")  # fmt: skip


@cache
def zones() -> list[tuple[str, str]]:
    """Return the IANA zones that name a place, with their words."""
    named = sorted(zone for zone in available_timezones() if zone.split("/")[0] in AREAS)
    return [(zone, zone.replace("_", " ")) for zone in named] + [("UTC", "UTC")]


@cache
def countries() -> list[tuple[str, str]]:
    """Return ISO 3166 codes with English names, by name."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab")
    lines = table.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t", 1) for line in lines if line and not line.startswith("#")]
    return sorted(((code, name) for code, name in pairs), key=lambda pair: pair[1])


def currencies() -> list[tuple[str, str]]:
    """Return ISO 4217 codes."""
    return [(code, code) for code in CURRENCIES.split()]
