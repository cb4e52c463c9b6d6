using System.IO;
using NUnit.Framework;
using UnityEngine;

namespace Ante.Device.Tests
{
    /// <summary>Files on the file system of the device.</summary>
    public sealed class StorageTests
    {
        private string folder = "";

        [SetUp]
        public void Begin() => folder = Path.Combine(Application.temporaryCachePath, "ante-tests");

        [TearDown]
        public void End() => Directory.Delete(folder, true);

        [Test]
        public void KeepsTheLastTextOverAStart()
        {
            var storage = new FileStorage(folder);
            storage.Write("score:https://ante.example/?a=b", "first");
            storage.Write("score:https://ante.example/?a=b", "zwölf");
            Assert.That(new FileStorage(folder).Read("score:https://ante.example/?a=b"), Is.EqualTo("zwölf"));
            Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1));
        }

        [Test]
        public void ListsAndForgets()
        {
            var storage = new FileStorage(folder);
            storage.Write("score:1", "1");
            storage.Write("other", "2");
            Assert.That(storage.Names("score:"), Is.EqualTo(new[] { "score:1" }));
            storage.Remove("score:1");
            storage.Remove("score:1");
            Assert.That(storage.Read("score:1"), Is.Null);
        }
    }
}
