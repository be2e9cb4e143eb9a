/// The data sets that come along: their names, and where their files may lie.
package enum Catalogue {
    package struct Entry: Sendable {
        package let name: String
        package let sentence: String
        init(_ name: String, _ sentence: String) {
            self.name = name
            self.sentence = sentence
        }
    }

    package static let entries: [Entry] = [
        Entry("air_passengers", "Monthly airline passengers 1949–1960, in thousands: trend and season."),
        Entry("asteroid_names", "2,513 numbered minor planets with their names."),
        Entry("cities", "Up to 400 largest places of 16 countries, with population."),
        Entry("co2_weekly", "CO2 at Mauna Loa by week 1958–2001, in ppm, with 59 gaps."),
        Entry("countries", "252 countries: capital, continent, currency, population, area."),
        Entry("digits_8x8", "1,797 hand-written digits of 8 × 8 pixels, 0 to 16."),
        Entry("earthquakes_swiss_2023", "1,522 earthquakes: time, place, depth, magnitude."),
        Entry("ecg_mitdb", "7,500 samples of one ECG lead at 360 Hz, in mV."),
        Entry("electricity_england", "Half-hourly demand in England and Wales, summer of 2000, in MW."),
        Entry("electricity_victoria", "Hourly demand in Victoria 2014, in GW, with workday and temperature."),
        Entry("elements", "The 118 chemical elements."),
        Entry("eu_stock_markets", "DAX, SMI, CAC and FTSE on business days 1991–1998."),
        Entry("gazetteer", "Typed names: people, places, airlines, currencies, languages."),
        Entry("given_names_us", "Given names of 2017 with sex and count."),
        Entry("glucose_cgm", "A patient's glucose every 5 minutes for 20 days, in mg/dL, with gaps."),
        Entry("italy_power_demand", "1,096 days of 24 standardised loads: winter or summer?"),
        Entry("japanese_vowels", "640 utterances of 12 coefficients by 9 speakers."),
        Entry("lynx", "Lynx trapped at Mackenzie River 1821–1934."),
        Entry("melbourne_temperature", "Daily minimum and maximum temperature 1981–1990, in °C."),
        Entry("melodies_ryan", "350 fiddle tunes as pitches and lengths."),
        Entry("nile", "Flow of the Nile at Aswan 1871–1970."),
        Entry("pbc_visits", "312 patients with 1 to 16 visits each, and what became of them."),
        Entry("star_names", "224 names of stars."),
        Entry("storms", "Atlantic storms 2015–2022: position, wind and pressure every 6 hours."),
        Entry("sunspots_monthly", "Monthly sunspot number 1749–2008."),
        Entry("sunspots_yearly", "Yearly sunspot number 1700–2008."),
        Entry("surnames_by_language", "8,479 surnames of 20 languages."),
        Entry("traffic_i94_hourly", "Cars an hour on a motorway in 2017, with the weather."),
        Entry("us_births_daily", "Births a day in the United States 1994–2003."),
        Entry("weather_beijing_hourly", "Hourly weather and air in Beijing 2013–2014."),
        Entry("weather_nyc_hourly", "Hourly weather at New York JFK 2013, with gaps."),
    ]

    /// A folder to look in, and what messages call it.
    package struct Place: Hashable, Sendable {
        package let folder: String
        package let name: String
    }

    /// Where data is looked for, in this order: the notebook's folder; `$UNROLL_DATASETS`; a folder `datasets` in the
    /// notebook's folder; the program's own. No other folder counts: what is above a notebook may be anybody's.
    package static func places(notebook: String, program: String?, variable: String?) -> [Place] {
        var places = [Place(folder: notebook, name: "the notebook's folder")]
        if let variable, !variable.isEmpty { places.append(Place(folder: variable, name: "$UNROLL_DATASETS")) }
        places.append(Place(folder: join(notebook, "datasets"), name: "datasets"))
        return places + (program.map(own) ?? [])
    }

    /// Of the program at this path: `share/unroll/datasets` where it is installed, `datasets` next to it, and, where it
    /// was built in a checkout, that checkout's.
    private static func own(_ program: String) -> [Place] {
        let home = parent(of: program)
        var places = [
            Place(folder: join(parent(of: home), "share/unroll/datasets"), name: "share/unroll/datasets"),
            Place(folder: join(home, "datasets"), name: "datasets"),
        ]
        let parts = home.split(separator: "/", omittingEmptySubsequences: false)
        if let build = parts.lastIndex(of: ".build") {
            let checkout = parts[..<build].joined(separator: "/")
            places.append(Place(folder: join(checkout + "/", "datasets"), name: "datasets"))
        }
        return places
    }

    /// The file names that `load(name)` may mean: as written, and with `.csv` where there is no extension.
    package static func files(for name: String) -> [String] {
        let last = name.split(separator: "/").last ?? ""
        return last.contains(".") ? [name] : [name, name + ".csv"]
    }

    package static func join(_ folder: String, _ name: String) -> String {
        if name.hasPrefix("/") { return name }
        if folder.isEmpty || folder == "." { return name }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
