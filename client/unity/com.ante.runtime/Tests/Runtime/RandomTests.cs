using System.Linq;
using NUnit.Framework;

namespace Ante.Device.Tests
{
    /// <summary>The same bits on every device and by every compiler.</summary>
    public sealed class RandomTests
    {
        private const string Seed = "d968e224a0e0dbfbb51fc70ca0873e872988ac59564b9925922da28e83937765";

        [Test]
        public void GivesTheGoldenBits()
        {
            var random = new AnteRandom(Seed);
            var bits = Enumerable.Range(0, 4).Select(_ => random.NextUInt32());
            Assert.That(bits, Is.EqualTo(new[] { 3140760328u, 3115528319u, 471732068u, 51487806u }));
        }

        [Test]
        public void GivesTheGoldenIntegersOfAStream()
        {
            var boss = new AnteRandom(Seed).Stream("enemies").Stream("boss");
            Assert.That(Enumerable.Range(0, 4).Select(_ => boss.NextInt(0, 6)), Is.EqualTo(new[] { 1, 5, 4, 1 }));
        }

        [Test]
        public void GivesTheGoldenFloats()
        {
            var loot = new AnteRandom(Seed).Stream("loot");
            var floats = Enumerable.Range(0, 3).Select(_ => loot.NextFloat() * 16777216f);
            Assert.That(floats, Is.EqualTo(new[] { 10452676f, 13040093f, 4269160f }));
        }

        [Test]
        public void ShufflesAsEverywhere()
        {
            var items = Enumerable.Range(0, 10).ToList();
            new AnteRandom(Seed).Stream("enemies").Shuffle(items);
            Assert.That(items, Is.EqualTo(new[] { 9, 5, 3, 6, 8, 7, 1, 2, 4, 0 }));
        }
    }
}
