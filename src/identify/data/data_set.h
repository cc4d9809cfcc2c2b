#pragma once

#include "base/bytes.h"
#include "identify/data/address_range.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// What a file of attribution data is. The numbers stand in the index: new ones go to the end.
enum class DataFormat : std::uint8_t {
    unknown,
    rpsl,      // APNIC, RIPE, AFRINIC, LACNIC: inetnum, inet6num, organisation, aut-num
    arin,      // ARIN's bulk data: arin_db.txt
    arin_xml,  // the same as XML
    delegated, // delegated-*-extended
    iptoasn,   // ip2asn-v4.tsv, ip2asn-v6.tsv, ip2asn-combined.tsv
    pfx2as,    // CAIDA
    as2org,    // CAIDA
    mmdb,      // MaxMind's form: GeoLite2, DB-IP Lite, IPinfo Lite
    location,  // libloc
};
inline constexpr std::uint8_t data_format_count = 10;
/// "rpsl", "pfx2as".
std::string_view name_of(DataFormat format);

/// What one imported file is, and of which date.
struct DataSetInfo {
    DataFormat format = DataFormat::unknown;
    std::string source{}; // "APNIC WHOIS data", "iptoasn.com"
    std::string as_of{};  // ISO date
    std::string file{};   // its name, without folders
    std::string sha256{}; // of the file as it was given

    bool operator==(DataSetInfo const&) const = default;
};

/// What a data set says of a range. Texts are offsets into its texts.
struct RangeFact {
    std::uint32_t
        subject{};         // holders: a text, "name<tab>original name"; networks: number of the AS
    std::uint32_t label{}; // holders: "netname<tab>organisation<tab>status"; networks: its name
    std::uint16_t country{}; // two letters, 0 for none
    std::uint8_t registry{}; // the national one that allocated; of a stub: where it went
    std::uint8_t flags{};

    static constexpr std::uint8_t assigned = 1; // to its user, not to somebody who assigns further
    static constexpr std::uint8_t placeholder = 2; // a registry's own object for space it allocates
    static constexpr std::uint8_t stub = 4;        // moved to another registry
    static constexpr std::uint8_t routed = 8;      // networks: an AS is known

    bool operator==(RangeFact const&) const = default;
};
static_assert(sizeof(RangeFact) == 12);

std::uint16_t pack_country(std::string_view code);
/// Empty where there is none.
std::string unpack_country(std::uint16_t packed);

/// As they lie in the index, sorted by first address, wider ranges first: `parent` is the number,
/// from 1, of the nearest earlier row that reaches over this row's first address; 0 for none.
struct RowV4 {
    std::uint32_t first{}, last{}, parent{};
    RangeFact fact;
};
struct RowV6 {
    std::array<std::uint8_t, 16> first{};
    std::uint32_t parent{};
    RangeFact fact;
    std::uint32_t length{}; // of the prefix: IPv6 ranges are split into blocks
};
struct SystemRow {
    std::uint32_t number{}, name{}, organisation{};
    std::uint32_t country{};
};
struct OrganisationRow {
    std::uint32_t handle{}, name{}, country{};
};
static_assert(sizeof(RowV4) == 24 && sizeof(RowV6) == 36 && sizeof(SystemRow) == 16
              && sizeof(OrganisationRow) == 12);

/// Every so many rows, the first address stands in a table of its own, which fits into a
/// processor's cache.
inline constexpr std::size_t rows_a_sample = 128;

/// One data set, looked at where it lies: in a mapped index, or in a builder. Whatever the bytes
/// are, looking things up reads nothing outside and ends soon; what makes no sense is not found.
class DataSet {
public:
    enum Section : std::uint8_t { v4, v4_samples, v6, v6_samples, systems, organisations, texts };
    static constexpr std::size_t section_count = 7;
    static constexpr std::array<std::size_t, section_count> row_bytes{24, 4, 36, 16, 16, 12, 1};

    DataSetInfo info;
    std::array<Bytes, section_count> sections{};

    std::size_t rows(Section section) const
    {
        return sections.at(section).size() / row_bytes.at(section);
    }

    struct Hit {
        AddressRange range;
        RangeFact fact;
        std::uint32_t parent{};
    };
    /// The most specific range with this address in it.
    std::optional<Hit> find(Address const& address) const;
    /// The next wider one.
    std::optional<Hit> around(Hit const& hit, Address const& address) const;

    struct Named {
        std::string_view name, organisation;
        std::string country;
    };
    std::optional<Named> system(std::uint32_t number) const;
    std::optional<Named> organisation(std::string_view handle) const;
    std::string_view text(std::uint32_t offset) const;
};

/// One part of "a<tab>b<tab>c", from 0.
std::string_view part_of(std::string_view text, std::size_t index);

} // namespace petze
