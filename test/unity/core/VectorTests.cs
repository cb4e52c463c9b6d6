using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Ante.Json;
using Xunit;

namespace Ante.Tests
{
    /// <summary>What needs no server: random numbers, JSON, problem codes.</summary>
    public sealed class VectorTests
    {
        [Fact(DisplayName = "[UN1] AnteRandom gives the bits of the golden vectors")]
        public void GivesTheGoldenBits()
        {
            var file = (JsonObject)JsonValue.Parse(File.ReadAllText(Environment.GetEnvironmentVariable("ANTE_TEST_VECTORS")!));
            var vectors = ((JsonArray)file["vectors"]!).Items.Cast<JsonObject>().ToList();
            Assert.Equal(30, vectors.Count);
            foreach (var vector in vectors)
            {
                AnteRandom Begin() => ((JsonArray)vector["streams"]!).Items.Aggregate(
                    new AnteRandom(TextOf(vector["seed"])), (random, name) => random.Stream(TextOf(name)));
                var (bits, ints, floats, after) = (Begin(), Begin(), Begin(), Begin());
                foreach (var number in Numbers(vector["uint32"])) Assert.Equal(number, bits.NextUInt32());
                foreach (var range in ((JsonArray)vector["ints"]!).Items.Cast<JsonObject>())
                {
                    var (min, max) = ((int)NumberOf(range["min"]!), (int)NumberOf(range["max"]!));
                    foreach (var number in Numbers(range["values"])) Assert.Equal(number, ints.NextInt(min, max));
                }

                foreach (var number in Numbers(vector["floats_by_2_to_the_24"])) Assert.Equal(number, floats.NextFloat() * 16777216f);
                var items = Enumerable.Range(0, 10).Select(item => (long)item).ToList();
                Begin().Shuffle(items);
                Assert.Equal(Numbers(vector["shuffled_0_to_9"]), items);
                for (var taken = 0; taken < 1000; taken++) after.NextUInt32();
                Assert.Equal(NumberOf(vector["uint32_after_1000"]!), after.NextUInt32());
            }
        }

        [Theory(DisplayName = "[UN15] JSON is read to the letter of RFC 8259")]
        [InlineData("{\"a\":[1,-2.5e+3,true,false,null,\"\\u00e9\\n\\ud83d\\ude00\"]}", true)]
        [InlineData(" [ ] ", true)]
        [InlineData("9007199254740993", true)]
        [InlineData("", false)]
        [InlineData("[1,]", false)]
        [InlineData("{\"a\":1,}", false)]
        [InlineData("01", false)]
        [InlineData("+1", false)]
        [InlineData("\"a\nb\"", false)]
        [InlineData("\"\\x\"", false)]
        [InlineData("\"open", false)]
        [InlineData("[1] 2", false)]
        [InlineData("nul", false)]
        public void ReadsJson(string text, bool isJson)
        {
            var value = JsonValue.TryParse(text);
            Assert.Equal(isJson, value != null);
            if (value != null) Assert.Equal(value.ToString(), JsonValue.Parse(value.ToString()).ToString());
        }

        [Fact(DisplayName = "[UN15] nesting has an end, numbers keep their digits, what is not known is passed over")]
        public void ReadsWhatItDoesNotKnow()
        {
            Assert.Null(JsonValue.TryParse(new string('[', 100_000)));
            var text = "{\"seq\":9007199254740993,\"type\":\"match.rematch\",\"at\":\"2026-01-01T00:00:00.000Z\",\"data\":{}}";
            var unknown = Assert.IsType<Contract.UnknownPlayerEvent>(Contract.PlayerEvent.FromJson(JsonValue.Parse(text)));
            Assert.Equal((9007199254740993, "match.rematch"), (unknown.Seq, unknown.Type));
            var wallet = "{\"seq\":1,\"type\":\"wallet.changed\",\"at\":\"2026-01-01T00:00:00Z\",\"new\":[]," +
                "\"data\":{\"currency\":\"GBP\",\"balance\":5,\"newer\":1}}";
            Assert.IsType<Contract.WalletChangedPlayerEvent>(Contract.PlayerEvent.FromJson(JsonValue.Parse(wallet)));
        }

        [Fact(DisplayName = "[UN11] every problem code is an exception of its own")]
        public void HasAnExceptionForEveryCode()
        {
            Assert.True(Problems.Statuses.Count > 25);
            var types = new HashSet<Type>();
            foreach (var (code, status) in Problems.Statuses)
            {
                var problem = HttpCaller.ProblemOf(new HttpAnswer(
                    status, $"{{\"type\":\"about:blank\",\"title\":\"\",\"status\":{status},\"detail\":\"why\",\"code\":\"{code}\"}}"));
                Assert.Equal((code, status, "why"), (problem.Code, problem.Status, problem.Message));
                Assert.True(types.Add(problem.GetType()), code);
            }

            Assert.DoesNotContain(typeof(ProblemException), types);
            var newer = HttpCaller.ProblemOf(new HttpAnswer(
                422, "{\"type\":\"\",\"title\":\"\",\"status\":422,\"detail\":\"\",\"code\":\"newer\"}"));
            Assert.Equal((typeof(ProblemException), "newer"), (newer.GetType(), newer.Code));
        }

        private static IEnumerable<long> Numbers(JsonValue? list) => ((JsonArray)list!).Items.Select(NumberOf);

        private static long NumberOf(JsonValue value) => long.Parse(((JsonNumber)value).Text);

        private static string TextOf(JsonValue? value) => ((JsonString)value!).Value;
    }
}
