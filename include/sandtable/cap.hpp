// Warnings in the Common Alerting Protocol 1.2 (OASIS Standard, 1 July 2010): the value, its strict reader, its writer.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandtable/files.hpp"
#include "sandtable/time.hpp"

namespace sandtable {

/// Bounds of one alert: a file beyond them is refused with the bound's name.
constexpr std::size_t cap_bytes_max = 8u << 20;
constexpr std::size_t cap_areas_max = 2'000;
constexpr std::size_t cap_elements_max = 100'000;
constexpr std::size_t cap_depth_max = 16;

constexpr std::string_view cap_namespace = "urn:oasis:names:tc:emergency:cap:1.2";

/// Its words, in its order (3.2.1, 3.2.2).
inline constexpr auto cap_statuses = std::to_array<std::string_view>({"Actual", "Exercise", "System", "Test", "Draft"});
inline constexpr auto cap_message_types = std::to_array<std::string_view>({"Alert", "Update", "Cancel", "Ack", "Error"});
inline constexpr auto cap_scopes = std::to_array<std::string_view>({"Public", "Restricted", "Private"});
inline constexpr auto cap_categories = std::to_array<std::string_view>({"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"});
inline constexpr auto cap_responses = std::to_array<std::string_view>({"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"});
inline constexpr auto cap_urgencies = std::to_array<std::string_view>({"Immediate", "Expected", "Future", "Past", "Unknown"});
inline constexpr auto cap_severities = std::to_array<std::string_view>({"Extreme", "Severe", "Moderate", "Minor", "Unknown"});
inline constexpr auto cap_certainties = std::to_array<std::string_view>({"Observed", "Likely", "Possible", "Unlikely", "Unknown"});

/// An element that the standard does not know, kept as it was read: with its namespace, its attributes and all that is in it.
struct XmlElement {
    std::string space, name;  ///< namespace (may be empty) and local name
    struct Attribute {
        std::string space, name, value;
        friend bool operator==(const Attribute&, const Attribute&) = default;
    };
    std::vector<Attribute> attributes;
    std::string text;                   ///< in front of the first child
    struct Child;
    std::vector<Child> children;
    int line = 0, byte = 0;             ///< where it was read, line from 1, byte in it from 0; no part of the value

    friend bool operator==(const XmlElement& a, const XmlElement& b);
};
struct XmlElement::Child {
    XmlElement element;
    std::string text;                   ///< behind it, up to the next child or the end
    friend bool operator==(const Child&, const Child&) = default;
};

/// valueName and value.
using CapPair = std::pair<std::string, std::string>;

/// An instant as CAP writes it, to the second with an offset; equal if the words are.
struct CapTime {
    CivilTime at;
    std::string text;
    friend bool operator==(const CapTime& a, const CapTime& b) { return a.text == b.text; }
};
CapTime cap_time(CivilTime at);

struct CapArea {
    std::string description;
    std::vector<std::string> polygons;  ///< "lat,lon lat,lon …", four pairs or more, the last the first again (WGS84)
    std::vector<std::string> circles;   ///< "lat,lon kilometres"
    std::vector<CapPair> geocodes;
    std::string altitude, ceiling;      ///< feet above mean sea level; empty if not there
    std::vector<XmlElement> unknown;
    friend bool operator==(const CapArea&, const CapArea&) = default;
};

struct CapResource {
    std::string description, mime_type, size, uri, content, digest;  ///< content: base64; nothing is ever fetched
    std::vector<XmlElement> unknown;
    friend bool operator==(const CapResource&, const CapResource&) = default;
};

struct CapInfo {
    std::string language;               ///< empty: en-US, as the standard says
    std::vector<std::string> categories;
    std::string event;
    std::vector<std::string> response_types;
    std::string urgency, severity, certainty, audience;
    std::vector<CapPair> event_codes;
    std::optional<CapTime> effective, onset, expires;
    std::string sender_name, headline, description, instruction, web, contact;
    std::vector<CapPair> parameters;
    std::vector<CapResource> resources;
    std::vector<CapArea> areas;
    std::vector<XmlElement> unknown;
    friend bool operator==(const CapInfo&, const CapInfo&) = default;
};

struct Alert {
    std::string path;                   ///< where it was read; no part of the value
    std::string identifier, sender;
    CapTime sent;
    std::string status, message_type, source, scope, restriction, addresses;
    std::vector<std::string> codes;
    std::string note, references, incidents;
    std::vector<CapInfo> infos;
    std::vector<XmlElement> unknown;

    /// "sender,identifier,sent": how other messages refer to it.
    std::string reference() const { return sender + "," + identifier + "," + sent.text; }
    friend bool operator==(const Alert& a, const Alert& b);
};

/// Reads one alert. Strict: elements of the standard in its order, as often as it says, with its words; no document type, so no entities and nothing
/// fetched; rules that stand in the text of the standard alone (references of an update, restriction of a restricted one, dates that contradict)
/// count too. Elements it does not know are kept, with a warning if they stand in its namespace. Nothing comes back if there was an error.
std::optional<Alert> read_cap(SourceText source, Diagnostics& out);

/// What a drill may hand out of an alert: status Exercise, the note says so, and a signature, which would no longer be right, is taken off.
Alert exercise_copy(Alert alert);

/// The alert as a file of the standard, whatever its status: exercise_copy of it is what is written.
std::string cap_text(const Alert& alert);

}  // namespace sandtable
