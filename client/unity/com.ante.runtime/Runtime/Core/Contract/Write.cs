using System;
using System.Collections.Generic;
using System.Globalization;
using Ante.Json;

namespace Ante.Contract
{
    /// <summary>Writes fields of the contract's types.</summary>
    internal static class Write
    {
        internal static JsonValue Time(DateTimeOffset? time) =>
            JsonValue.Of(time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

        internal static JsonValue Score(Score score) =>
            score.Points == null ? JsonValue.Of(score.ToString()) : JsonValue.Of(score.Points);

        internal static JsonValue Map(Dictionary<string, long> map)
        {
            var json = new JsonObject();
            foreach (var entry in map) json.Set(entry.Key, JsonValue.Of(entry.Value));
            return json;
        }

        internal static JsonValue List<T>(List<T>? list, Func<T, JsonValue> write)
        {
            if (list == null) return JsonValue.Null;
            var json = new JsonArray();
            foreach (var item in list) json.Items.Add(write(item));
            return json;
        }
    }
}
