using System;
using System.Collections.Generic;
using System.Globalization;

namespace Ante.Json
{
    /// <summary>One value of a JSON text (RFC 8259).</summary>
    public abstract class JsonValue
    {
        /// <summary><c>null</c>.</summary>
        public static JsonValue Null { get; } = new JsonNull();

        /// <summary>Reads a text.</summary>
        /// <exception cref="FormatException">It is no JSON, or nested more than 64 deep.</exception>
        public static JsonValue Parse(string text) => new JsonReader(text).ReadText();

        /// <summary>Reads a text; null when it is no JSON.</summary>
        public static JsonValue? TryParse(string text)
        {
            try
            {
                return Parse(text);
            }
            catch (FormatException)
            {
                return null;
            }
        }

        /// <summary>A string; null makes <c>null</c>.</summary>
        public static JsonValue Of(string? value) => value == null ? Null : new JsonString(value);

        /// <summary>An integer; null makes <c>null</c>.</summary>
        public static JsonValue Of(long? value) =>
            value == null ? Null : new JsonNumber(value.Value.ToString(CultureInfo.InvariantCulture));

        /// <summary>A boolean.</summary>
        public static JsonValue Of(bool value) => value ? JsonBoolean.True : JsonBoolean.False;

        /// <summary>The JSON text, without spaces.</summary>
        public override string ToString() => JsonWriter.Write(this);
    }

    /// <summary><c>null</c>.</summary>
    public sealed class JsonNull : JsonValue
    {
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public sealed class JsonBoolean : JsonValue
    {
        internal static readonly JsonBoolean True = new JsonBoolean(true);
        internal static readonly JsonBoolean False = new JsonBoolean(false);

        private JsonBoolean(bool value) => Value = value;

        /// <summary>Which one.</summary>
        public bool Value { get; }
    }

    /// <summary>A number, kept as it was written, so that no digit is lost.</summary>
    public sealed class JsonNumber : JsonValue
    {
        /// <summary>Keeps a number's own text.</summary>
        public JsonNumber(string text) => Text = text;

        /// <summary>As it was written.</summary>
        public string Text { get; }
    }

    /// <summary>A string.</summary>
    public sealed class JsonString : JsonValue
    {
        /// <summary>Wraps a string.</summary>
        public JsonString(string value) => Value = value;

        /// <summary>Without quotes and escapes.</summary>
        public string Value { get; }
    }

    /// <summary>A list of values.</summary>
    public sealed class JsonArray : JsonValue
    {
        /// <summary>The values in order.</summary>
        public List<JsonValue> Items { get; } = new List<JsonValue>();
    }

    /// <summary>Values by name, in the order of writing; of two with one name the last counts.</summary>
    public sealed class JsonObject : JsonValue
    {
        private readonly List<string> names = new List<string>();
        private readonly Dictionary<string, JsonValue> values = new Dictionary<string, JsonValue>(StringComparer.Ordinal);

        /// <summary>The names in order.</summary>
        public IReadOnlyList<string> Names => names;

        /// <summary>The value of a name; null when there is none.</summary>
        public JsonValue? this[string name] => values.TryGetValue(name, out var value) ? value : null;

        /// <summary>Sets a value and returns this object, so that calls can follow each other.</summary>
        public JsonObject Set(string name, JsonValue value)
        {
            if (!values.ContainsKey(name)) names.Add(name);
            values[name] = value;
            return this;
        }
    }
}
