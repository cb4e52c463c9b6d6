using System;
using System.Collections.Generic;
using System.Globalization;
using Ante.Json;

namespace Ante.Contract
{
    /// <summary>Reads fields of the contract's types; what is wrong is a <see cref="FormatException"/> that names the field.</summary>
    internal static class Read
    {
        internal static JsonObject Object(JsonValue value) => value as JsonObject ?? throw new FormatException("It must be an object");

        internal static string String(JsonObject json, string name) => StringOrNull(json, name) ?? throw Missing(name);

        internal static string? StringOrNull(JsonObject json, string name) =>
            IsNull(json, name) ? null : Field(name, json, StringItem);

        internal static string StringItem(JsonValue value) =>
            (value as JsonString)?.Value ?? throw new FormatException("must be a string");

        internal static long Integer(JsonObject json, string name) => IntegerOrNull(json, name) ?? throw Missing(name);

        internal static long? IntegerOrNull(JsonObject json, string name) =>
            IsNull(json, name) ? (long?)null : Field(name, json, IntegerItem);

        internal static long IntegerItem(JsonValue value)
        {
            var text = (value as JsonNumber)?.Text ?? "";
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) return integer;
            // 1e3 and 5.0 are integers too.
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number == decimal.Truncate(number) && Math.Abs(number) <= long.MaxValue) return (long)number;
            throw new FormatException("must be an integer");
        }

        internal static bool Boolean(JsonObject json, string name) =>
            Field(name, json, value => (value as JsonBoolean)?.Value ?? throw new FormatException("must be true or false"));

        internal static DateTimeOffset Time(JsonObject json, string name) => TimeOrNull(json, name) ?? throw Missing(name);

        internal static DateTimeOffset? TimeOrNull(JsonObject json, string name) =>
            IsNull(json, name) ? (DateTimeOffset?)null : Field(name, json, TimeItem);

        internal static T Enum<T>(JsonObject json, string name, Func<string, T> parse) => parse(String(json, name));

        internal static T? EnumOrNull<T>(JsonObject json, string name, Func<string, T> parse)
            where T : struct
        {
            var text = StringOrNull(json, name);
            return text == null ? (T?)null : parse(text);
        }

        internal static Func<JsonValue, T> EnumItem<T>(Func<string, T> parse) => value => parse(StringItem(value));

        internal static T Value<T>(JsonObject json, string name, Func<JsonValue, T> read)
            where T : class => ValueOrNull(json, name, read) ?? throw Missing(name);

        internal static T? ValueOrNull<T>(JsonObject json, string name, Func<JsonValue, T> read)
            where T : class => IsNull(json, name) ? null : Field(name, json, read);

        internal static List<T> List<T>(JsonObject json, string name, Func<JsonValue, T> read) => ListOrNull(json, name, read) ?? throw Missing(name);

        internal static List<T>? ListOrNull<T>(JsonObject json, string name, Func<JsonValue, T> read) =>
            IsNull(json, name) ? null : Field(name, json, value => ItemsOf(value, read));

        internal static Dictionary<string, long> Map(JsonObject json, string name) =>
            Field(name, json, value =>
            {
                var map = new Dictionary<string, long>(StringComparer.Ordinal);
                var members = Object(value);
                foreach (var key in members.Names) map[key] = Integer(members, key);
                return map;
            });

        internal static Score Score(JsonObject json, string name) =>
            Field(name, json, value => (value as JsonString)?.Value == "forfeit" ? Ante.Score.Forfeit : IntegerItem(value));

        private static List<T> ItemsOf<T>(JsonValue value, Func<JsonValue, T> read)
        {
            var array = value as JsonArray ?? throw new FormatException("must be a list");
            return array.Items.ConvertAll(item => read(item));
        }

        private static DateTimeOffset TimeItem(JsonValue value)
        {
            const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParse(StringItem(value), CultureInfo.InvariantCulture, utc, out var time)) return time;
            throw new FormatException("must be a time");
        }

        private static bool IsNull(JsonObject json, string name) => json[name] == null || json[name] is JsonNull;

        private static T Field<T>(string name, JsonObject json, Func<JsonValue, T> read)
        {
            try
            {
                return read(json[name] ?? JsonValue.Null);
            }
            catch (FormatException failure)
            {
                throw new FormatException($"{name}: {failure.Message}", failure);
            }
        }

        private static FormatException Missing(string name) => new FormatException($"{name} is missing");
    }
}
