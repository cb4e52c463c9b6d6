using System;
using System.IO;
using System.Linq;
using Ante.Json;
using Ante.Samples.Stackhouse;

namespace Ante.Unity.Tests
{
    /// <summary>Plays recorded rounds, and prints the score of each in a line of its own.</summary>
    internal static class StackhouseReplay
    {
        internal static int Run(string file)
        {
            foreach (var item in ((JsonArray)JsonValue.Parse(File.ReadAllText(file))).Items)
            {
                var round = (JsonObject)item;
                var presses = ((JsonArray)round["presses"]!).Items.Select(press => int.Parse(((JsonNumber)press).Text));
                Console.WriteLine(Tower.Replay(((JsonString)round["seed"]!).Value, presses));
            }

            return 0;
        }
    }
}
