using System;
using System.Collections.Generic;
using System.Linq;
using Ante.Json;

namespace Ante
{
    /// <summary>A client's own values in the storage; one that cannot be read counts as missing.</summary>
    internal sealed class Records
    {
        private readonly IStorage storage;
        private readonly string prefix;

        internal Records(IStorage storage, string server, string clientId)
        {
            this.storage = storage;
            prefix = $"ante:{server}:{clientId}:";
        }

        internal T? Read<T>(string name, Func<JsonValue, T> read)
            where T : class
        {
            var text = storage.Read(prefix + name);
            if (text == null) return null;
            try
            {
                return read(JsonValue.Parse(text));
            }
            catch (FormatException)
            {
                return null;
            }
        }

        internal void Write(string name, JsonValue value) => storage.Write(prefix + name, value.ToString());

        internal void Remove(string name) => storage.Remove(prefix + name);

        internal List<string> Names(string beginning) =>
            storage.Names(prefix + beginning).Select(name => name.Substring(prefix.Length)).ToList();
    }
}
